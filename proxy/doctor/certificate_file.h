// CertificateFile: what a PEM file of X.509 certificates says of itself, read by OpenSSL.
//
// Thread-safety: immutable.
#ifndef SUDARE_PROXY_DOCTOR_CERTIFICATE_FILE_H_
#define SUDARE_PROXY_DOCTOR_CERTIFICATE_FILE_H_

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sudare::doctor {

struct CertificateFacts {
  std::string subject;
  absl::Time begins;
  absl::Time ends;
  // Subject alternative names: DNS names, e-mail addresses, URIs and IP addresses.
  std::vector<std::string> names;
  // May sign other certificates.
  bool is_authority = false;
  // "RSA 1024", "SHA1": empty if nothing about it is weak.
  std::string weakness;
};

class CertificateFile {
 public:
  // kNotFound: it can't be read. kInvalidArgument: there is no certificate in it.
  static absl::StatusOr<CertificateFile> Read(const std::string& path);

  // In the order of the file; a server's or client's own is the first.
  const std::vector<CertificateFacts>& all() const { return facts_; }
  const CertificateFacts& first() const { return facts_.front(); }
  const std::string& pem() const { return pem_; }

  // Whether the first is issued, by way of the others in its file, by one of `authorities`. The
  // times of validity don't count.
  bool IsIssuedBy(const CertificateFile& authorities) const;

  // Whether the file at `path` holds the private key of the first. kInvalidArgument: it holds none
  // that opens without a passphrase.
  absl::StatusOr<bool> IsKeyIn(const std::string& path) const;

 private:
  struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  CertificateFile() = default;

  std::string pem_;
  std::vector<std::unique_ptr<X509, Free>> certificates_;
  std::vector<CertificateFacts> facts_;
};

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_CERTIFICATE_FILE_H_
