#include "proxy/rpc/credentials.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/rpc/address.h"

namespace sudare {
namespace {

absl::StatusOr<std::string> ReadPem(const std::string& path, absl::string_view what) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the ", what, " `", path, "`"));
  }
  if (!absl::StrContains(text.str(), "-----BEGIN ")) {
    return absl::InvalidArgumentError(absl::StrCat("the ", what, " `", path, "` is not PEM"));
  }
  return text.str();
}

template <typename T, void (*kFree)(T*)>
struct FreeWith {
  void operator()(T* object) const { kFree(object); }
};
using OwnedBio = std::unique_ptr<BIO, FreeWith<BIO, BIO_free_all>>;
using OwnedX509 = std::unique_ptr<X509, FreeWith<X509, X509_free>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY, EVP_PKEY_free>>;

OwnedBio BioOf(const std::string& text) {
  return OwnedBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// A key that asks for a passphrase can't be used: nobody is there to answer.
int NoPassphrase(char*, int, int, void*) { return -1; }

// gRPC takes a pair that doesn't fit, and then fails at every handshake.
absl::Status CheckPair(const sudare::v1::Tls& tls, const std::string& key_pem,
                       const std::string& certificate_pem) {
  const OwnedX509 certificate(
      PEM_read_bio_X509(BioOf(certificate_pem).get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", tls.certificate(), "` holds no certificate"));
  }
  const OwnedKey key(PEM_read_bio_PrivateKey(BioOf(key_pem).get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", tls.private_key(), "` holds no private key without passphrase"));
  }
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("the private key `", tls.private_key(),
                                                   "` does not belong to the certificate `",
                                                   tls.certificate(), "`"));
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the certificate `", tls.certificate(), "` has expired"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const sudare::v1::Listener& listener) {
  if (!listener.has_tls()) {
    SUDARE_ASSIGN_OR_RETURN(const ListenAddress address, ParseListenAddress(listener.address()));
    if (!listener.plaintext_on_loopback() || !address.IsLocal()) {
      return absl::InvalidArgumentError(
          absl::StrCat("no plain text on `", listener.address(), "`: set `tls`"));
    }
    return grpc::InsecureServerCredentials();
  }
  const sudare::v1::Tls& tls = listener.tls();
  grpc::SslServerCredentialsOptions options(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  SUDARE_ASSIGN_OR_RETURN(std::string key, ReadPem(tls.private_key(), "private key"));
  SUDARE_ASSIGN_OR_RETURN(std::string certificate, ReadPem(tls.certificate(), "certificate"));
  SUDARE_RETURN_IF_ERROR(CheckPair(tls, key, certificate));
  if (!tls.client_ca().empty()) {
    SUDARE_ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(tls.client_ca(), "client authority"));
    options.client_certificate_request =
        listener.passwords() ? GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY
                             : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  } else if (!listener.passwords()) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", listener.address(), "` needs `client_ca` or `passwords`"));
  }
  options.pem_key_cert_pairs.push_back({std::move(key), std::move(certificate)});
  return grpc::SslServerCredentials(options);
}

}  // namespace sudare
