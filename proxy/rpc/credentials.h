// Server credentials of a listener.
#ifndef SUDARE_PROXY_RPC_CREDENTIALS_H_
#define SUDARE_PROXY_RPC_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"
#include "proto/config.pb.h"

namespace sudare {

// With TLS a client certificate that is shown is always verified against `client_ca`; it is
// required unless the listener has `passwords`. Plain text only where the listener asks for it and
// its address is local. kInvalidArgument: a file can't be read, isn't PEM, or key and certificate
// don't belong together.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const sudare::v1::Listener& listener);

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_CREDENTIALS_H_
