// What the gRPC door can prove about its peer, put together for the Authenticator.
#ifndef SUDARE_PROXY_RPC_PEER_EVIDENCE_H_
#define SUDARE_PROXY_RPC_PEER_EVIDENCE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "grpcpp/server_context.h"
#include "proxy/identity/authenticator.h"

namespace sudare {

// Names of a certificate are taken only if TLS verified it. Credentials in `authorization` metadata
// are looked at only with `passwords`.
PeerEvidence EvidenceOf(const grpc::ServerContext& context, bool passwords);

// "ipv4:127.0.0.1:4711" -> "127.0.0.1:4711", "ipv6:%5B::1%5D:4711" -> "[::1]:4711", "unix:…" ->
// "unix socket".
std::string ReadablePeer(absl::string_view uri);

// User and password of "Basic <base64>" (RFC 7617); nothing if it is anything else.
std::optional<std::pair<std::string, std::string>> ParseBasic(absl::string_view authorization);

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_PEER_EVIDENCE_H_
