// The policy of the configuration by itself, as the proxy would load it.
#ifndef SUDARE_PROXY_DOCTOR_POLICY_CHECK_H_
#define SUDARE_PROXY_DOCTOR_POLICY_CHECK_H_

#include <memory>

#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/config.pb.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// Loads it, signature included. nullptr: it has errors, and a proxy would reject it.
//
// Codes: policy-…, signer-unreadable, no-pledge, pledge-ends-soon, no-admin.
std::shared_ptr<const Policy> CheckPolicy(const sudare::v1::Config& config, absl::Time now,
                                          Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_POLICY_CHECK_H_
