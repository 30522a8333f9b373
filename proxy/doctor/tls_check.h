// Certificates and keys of the doors, and those of clients that are to come in by them.
#ifndef SUDARE_PROXY_DOCTOR_TLS_CHECK_H_
#define SUDARE_PROXY_DOCTOR_TLS_CHECK_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/config.pb.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// Certificates that end within this time are told.
constexpr absl::Duration kSoon = absl::Hours(30 * 24);

// Each door with TLS: does the key belong to the certificate, is it valid, has it names, is it
// strong; is `client_ca` an authority, and one of the city's own. (The lowest version of TLS is
// gRPC's, 1.2, and can't be configured.)
//
// Codes: certificate-…, key-…, client-ca-….
void CheckTls(const sudare::v1::Config& config, absl::Time now, Findings* findings);

// Whether whoever shows one of these certificates gets in: issued by an authority of a door, valid,
// and of exactly one account or staff member. `policy` may be null: then nobody is looked for.
//
// Codes: client-certificate-…, certificate-….
void CheckClientCertificates(const std::vector<std::string>& paths,
                             const sudare::v1::Config& config, const Policy* policy, absl::Time now,
                             Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_TLS_CHECK_H_
