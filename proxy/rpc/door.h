// Door: one listener of the proxy, a gRPC server with its connections, TLS, health checking and
// reflection.
#ifndef SUDARE_PROXY_RPC_DOOR_H_
#define SUDARE_PROXY_RPC_DOOR_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "proto/config.pb.h"
#include "proxy/rpc/audit_service.h"
#include "proxy/rpc/connection_gate.h"
#include "proxy/rpc/policy_service.h"
#include "proxy/rpc/query_service.h"
#include "proxy/rpc/token_service.h"
#include "proxy/rpc/window_service.h"

namespace sudare {

struct DoorOptions {
  // Validated, with absolute paths (proxy/config.h).
  sudare::v1::Listener listener;
  // Larger requests end in RESOURCE_EXHAUSTED before they are read into memory.
  size_t max_request_bytes = 2 << 20;
  // Calls worked on at once; gRPC itself answers RESOURCE_EXHAUSTED to more.
  int max_threads = 256;
};

// Thread-safety: one thread at a time, but the counters any.
class Door {
 public:
  // Opens the listener and serves; health checks say NOT_SERVING until SetServing(true).
  // `parts.passwords` is taken from the listener. kInvalidArgument: the address, the certificate or
  // the key can't be used. kFailedPrecondition: the address is taken.
  static absl::StatusOr<std::unique_ptr<Door>> Open(const DoorOptions& options,
                                                    QueryServiceParts parts,
                                                    const TokenServiceParts& token_parts = {},
                                                    const PolicyServiceParts& policy_parts = {},
                                                    const WindowServiceParts& window_parts = {},
                                                    const AuditServiceParts& audit_parts = {});
  // Shuts down without grace.
  ~Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // With the port that the system picked.
  std::string address() const { return gate_->address().ToString(); }
  int connections() const { return gate_->open(); }
  uint64_t refused_connections() const { return gate_->refused(); }

  // What health checks answer: for the server and its services; and for sudare.v1.PolicyService,
  // which is unwell while the last policy that was to be loaded was rejected; and for
  // sudare.audit.Anchors, which is while checkpoints of the audit log can't be made or anchored;
  // and for sudare.windows.Lines, while the line of a closed window can't be switched off.
  void SetServing(bool serving, bool policy_is_good = true, bool anchors_are_good = true,
                  bool lines_are_good = true);

  // Takes no new calls, gives running ones `grace` to end, then cancels them. Returns when all have
  // ended.
  void Shutdown(absl::Duration grace);

 private:
  Door() = default;

  std::unique_ptr<QueryService> service_;
  // Null if the door has none.
  std::unique_ptr<TokenService> token_service_;
  std::unique_ptr<PolicyService> policy_service_;
  std::unique_ptr<WindowService> window_service_;
  std::unique_ptr<AuditService> audit_service_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionGate> gate_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_DOOR_H_
