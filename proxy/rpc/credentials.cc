#include "proxy/rpc/credentials.h"

#include <fstream>
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
