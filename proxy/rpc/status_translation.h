// Translation of errors between the engine (absl::Status with an ErrorDetail) and the wire
// (grpc::Status whose trailer `grpc-status-details-bin` holds an RpcStatus). The one place of the
// gRPC door that knows both.
#ifndef SUDARE_PROXY_RPC_STATUS_TRANSLATION_H_
#define SUDARE_PROXY_RPC_STATUS_TRANSLATION_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace sudare {

// Code, message and ErrorDetail of `status`. An internal error keeps its words to itself: the
// client gets a fixed text.
grpc::Status ToWire(const absl::Status& status);

// The inverse, for clients: DetailOf (proxy/error.h) of the result gives back what the server's
// engine said.
absl::Status FromWire(const grpc::Status& status);

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STATUS_TRANSLATION_H_
