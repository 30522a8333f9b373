#include "proxy/rpc/door.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server_builder.h"
#include "policy/base/status_macros.h"
#include "proxy/rpc/credentials.h"

namespace sudare {
namespace {

constexpr int kDefaultConnections = 2500;
constexpr int kSecond = 1000;

// gRPC knows one list of plugins a process, to which including its reflection header adds the
// reflection; a listener that wants none takes it out again by name.
class OptionalReflection : public grpc::ServerBuilderOption {
 public:
  explicit OptionalReflection(bool wanted) : wanted_(wanted) {}

  void UpdateArguments(grpc::ChannelArguments* arguments) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    if (wanted_) return;
    for (auto it = plugins->begin(); it != plugins->end();) {
      it = (*it)->name() == "proto_server_reflection" ? plugins->erase(it) : it + 1;
    }
  }

 private:
  const bool wanted_;
};

void SetTransport(grpc::ServerBuilder& builder) {
  // Large frames and reads: a long answer is a few system calls, not thousands.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_FRAME_SIZE, 1 << 20);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_WRITE_BUFFER_SIZE, 256 << 10);
  // Requests are small: what a client may send ahead stays small too.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 64 << 10);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 128);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 20 * kSecond);
}

void SetLifetimes(grpc::ServerBuilder& builder) {
  // Finds clients that vanished without a word.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kSecond);
  // A certificate is looked at when a connection begins: one that has expired since is noticed
  // within the hour.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 3600 * kSecond);
}

void SetThreads(grpc::ServerBuilder& builder, int max_threads) {
  grpc::ResourceQuota quota("sudare");
  quota.SetMaxThreads(max_threads);
  builder.SetResourceQuota(quota);
  // Few idle pollers: gRPC wakes the next one for every event before it looks at it. But many may
  // stay: with as many clients, threads that ended and began anew cost a third of the throughput.
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 16);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Door>> Door::Open(const DoorOptions& options,
                                                 QueryServiceParts parts,
                                                 const TokenServiceParts& token_parts,
                                                 const PolicyServiceParts& policy_parts,
                                                 const WindowServiceParts& window_parts,
                                                 const AuditServiceParts& audit_parts) {
  const sudare::v1::Listener& listener = options.listener;
  SUDARE_ASSIGN_OR_RETURN(const ListenAddress address, ParseListenAddress(listener.address()));
  SUDARE_ASSIGN_OR_RETURN(auto credentials, MakeServerCredentials(listener));
  std::unique_ptr<Door> door(new Door());
  const int connections = static_cast<int>(listener.max_connections());
  SUDARE_ASSIGN_OR_RETURN(
      door->gate_,
      ConnectionGate::Listen(address, connections > 0 ? connections : kDefaultConnections));
  parts.passwords = listener.passwords();
  door->service_ = std::make_unique<QueryService>(parts);
  if (token_parts.desk != nullptr) {
    door->token_service_ = std::make_unique<TokenService>(token_parts);
  }
  if (policy_parts.desk != nullptr) {
    door->policy_service_ = std::make_unique<PolicyService>(policy_parts);
  }
  if (window_parts.desk != nullptr) {
    door->window_service_ = std::make_unique<WindowService>(window_parts);
  }
  if (audit_parts.desk != nullptr) {
    door->audit_service_ = std::make_unique<AuditService>(audit_parts);
  }

  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.max_request_bytes));
  builder.SetOption(
      std::make_unique<OptionalReflection>(!listener.has_reflection() || listener.reflection()));
  SetTransport(builder);
  SetLifetimes(builder);
  SetThreads(builder, options.max_threads);
  builder.RegisterService(door->service_.get());
  if (door->token_service_ != nullptr) builder.RegisterService(door->token_service_.get());
  if (door->policy_service_ != nullptr) builder.RegisterService(door->policy_service_.get());
  if (door->window_service_ != nullptr) builder.RegisterService(door->window_service_.get());
  if (door->audit_service_ != nullptr) builder.RegisterService(door->audit_service_.get());
  door->acceptor_ = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  door->server_ = builder.BuildAndStart();
  if (door->server_ == nullptr) {
    return absl::InternalError(absl::StrCat("gRPC cannot serve on `", listener.address(), "`"));
  }
  door->SetServing(false);
  door->gate_->Start(door->acceptor_.get());
  return door;
}

Door::~Door() { Shutdown(absl::ZeroDuration()); }

void Door::SetServing(bool serving, bool policy_is_good, bool anchors_are_good,
                      bool lines_are_good) {
  auto* health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  health->SetServingStatus("sudare.v1.QueryService", serving);
  health->SetServingStatus("sudare.v1.PolicyService", serving && policy_is_good);
  if (window_service_ != nullptr) health->SetServingStatus("sudare.v1.WindowService", serving);
  health->SetServingStatus("sudare.audit.Anchors", anchors_are_good);
  health->SetServingStatus("sudare.windows.Lines", lines_are_good);
  if (token_service_ != nullptr) health->SetServingStatus("sudare.v1.TokenService", serving);
  // A month without sign-off is no reason to be unwell: monitoring sees it in the metrics.
  if (audit_service_ != nullptr) health->SetServingStatus("sudare.v1.AuditService", true);
}

void Door::Shutdown(absl::Duration grace) {
  if (gate_ != nullptr) gate_->Stop();
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
  server_->Wait();
  server_.reset();
}

}  // namespace sudare
