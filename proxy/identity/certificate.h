// Certificates: which accounts and staff members of a policy a verified client certificate belongs
// to.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_IDENTITY_CERTIFICATE_H_
#define SUDARE_PROXY_IDENTITY_CERTIFICATE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/policy.h"

namespace sudare {

// The form in which subject alternative names are compared: the host part of e-mail addresses and
// DNS names in lower case, as case means nothing there; everything else as it is.
std::string ComparableSan(absl::string_view san);

// SHA-256 of the DER form of the first certificate in `pem`, hexadecimal, lower case. Nothing if
// there is none.
std::optional<std::string> CertificateSha256(absl::string_view pem);

struct CertificateHolders {
  std::vector<const Account*> accounts;
  std::vector<const StaffMember*> staff;

  size_t size() const { return accounts.size() + staff.size(); }
};

// All with a certificate entry that names one of `sans` and pins none or this certificate. A valid
// policy gives each name to one of them, but a certificate may have several names.
// Lifetime: the results are `policy`'s.
CertificateHolders HoldersOfCertificate(const Policy& policy, const std::vector<std::string>& sans,
                                        absl::string_view pem);

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_CERTIFICATE_H_
