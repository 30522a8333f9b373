// Certificates for tests, made by the openssl command in a temporary folder.
//
//   ASSERT_OK_AND_ASSIGN(auto office, CertificateOffice::Open(folder));
//   ASSERT_OK_AND_ASSIGN(auto pair, office.Issue("vendor", "email:01@payroll-vendor.example"));
#ifndef SUDARE_TESTS_SUPPORT_CERTIFICATES_H_
#define SUDARE_TESTS_SUPPORT_CERTIFICATES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare::testing {

// Paths of PEM files.
struct CertificatePair {
  std::string certificate;
  std::string private_key;
};

// An authority of its own: what one office issues, another does not know.
class CertificateOffice {
 public:
  // Makes the folder and the authority's key and certificate in it.
  static absl::StatusOr<CertificateOffice> Open(const std::string& folder);

  // `san` as openssl writes it: "DNS:localhost,IP:127.0.0.1", "email:a@b.example". Valid for a day;
  // with `days` negative it has already expired.
  absl::StatusOr<CertificatePair> Issue(absl::string_view name, absl::string_view san,
                                        int days = 1) const;

  // The authority's certificate.
  std::string authority() const { return folder_ + "/ca.pem"; }

 private:
  explicit CertificateOffice(std::string folder) : folder_(std::move(folder)) {}

  std::string folder_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_CERTIFICATES_H_
