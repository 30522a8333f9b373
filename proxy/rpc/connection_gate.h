// ConnectionGate: listens, counts connections, and hands each one to gRPC.
//
// gRPC 1.51 can't limit how many connections it takes, and its own listener stops for good when the
// process runs out of file descriptors. The gate takes at most `max_connections` at once and closes
// the others at once; short of descriptors it waits and goes on.
#ifndef SUDARE_PROXY_RPC_CONNECTION_GATE_H_
#define SUDARE_PROXY_RPC_CONNECTION_GATE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_builder.h"
#include "proxy/rpc/address.h"

namespace sudare {

// Thread-safety: one thread at a time, but `open` and `refused` any.
class ConnectionGate {
 public:
  // Binds and listens; nothing is accepted before Start.
  // kFailedPrecondition: the address is taken. kInvalidArgument: it can't be resolved or bound.
  static absl::StatusOr<std::unique_ptr<ConnectionGate>> Listen(const ListenAddress& address,
                                                                int max_connections);
  ~ConnectionGate();
  ConnectionGate(const ConnectionGate&) = delete;
  ConnectionGate& operator=(const ConnectionGate&) = delete;

  // With the port that the system picked.
  const ListenAddress& address() const { return address_; }

  // Hands connections to `acceptor`, which outlives the gate or Stop.
  void Start(grpc::experimental::ExternalConnectionAcceptor* acceptor);

  // Takes no more connections; those handed over live on.
  void Stop();

  // Connections open now, and those refused so far because there were too many.
  int open() const { return open_; }
  uint64_t refused() const { return refused_; }

 private:
  ConnectionGate(ListenAddress address, int max_connections);

  absl::Status ListenUnix();
  absl::Status ListenTcp();
  absl::Status AddListener(int socket);
  void Run();
  void Accept(int listener);
  void HandOver(int listener, int connection);
  void Forget(int watched);

  ListenAddress address_;
  const int max_connections_;
  grpc::experimental::ExternalConnectionAcceptor* acceptor_ = nullptr;
  int epoll_ = -1;
  int wake_ = -1;
  std::vector<int> listeners_;
  // A duplicate of each connection's descriptor, for being told when it ends.
  absl::flat_hash_set<int> watched_;
  std::atomic<int> open_{0};
  std::atomic<uint64_t> refused_{0};
  std::thread thread_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_CONNECTION_GATE_H_
