#include "proxy/rpc/query_service.h"

#include <time.h>

#include <memory>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/rpc_method.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/method_handler.h"
#include "proxy/error.h"
#include "proxy/rpc/peer_evidence.h"
#include "proxy/rpc/status_translation.h"
#include "proxy/rpc/stream_sink.h"

namespace sudare {
namespace {

using grpc::internal::RpcMethod;
using grpc::internal::RpcMethodHandler;
using grpc::internal::RpcServiceMethod;
using grpc::internal::ServerStreamingHandler;

// Whether the client went away. Asking gRPC polls its sockets (25 us), and the pipeline asks at
// every row: the question is put through once in a tick of the coarse clock (4 ms), which costs a
// few nanoseconds to read, and not in the tick in which the call began.
class CancelProbe {
 public:
  explicit CancelProbe(const grpc::ServerContext* context) : context_(context) {
    clock_gettime(CLOCK_MONOTONIC_COARSE, &last_);
  }

  bool operator()() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    if (cancelled_ || (now.tv_nsec == last_.tv_nsec && now.tv_sec == last_.tv_sec)) {
      return cancelled_;
    }
    last_ = now;
    cancelled_ = context_->IsCancelled();
    return cancelled_;
  }

 private:
  const grpc::ServerContext* context_;
  timespec last_;
  bool cancelled_ = false;
};

absl::Time DeadlineOf(const grpc::ServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

}  // namespace

QueryService::QueryService(const QueryServiceParts& parts)
    : parts_(parts), stall_watch_(parts.stall_limit) {
  AddMethod(new RpcServiceMethod(
      "/sudare.v1.QueryService/Query", RpcMethod::SERVER_STREAMING,
      new ServerStreamingHandler<QueryService, sudare::v1::QueryRequest, grpc::ByteBuffer>(
          [](QueryService* self, grpc::ServerContext* context,
             const sudare::v1::QueryRequest* request,
             grpc::ServerWriter<grpc::ByteBuffer>* writer) {
            return self->Query(context, request, writer);
          },
          this)));
  AddMethod(new RpcServiceMethod(
      "/sudare.v1.QueryService/Explain", RpcMethod::NORMAL_RPC,
      new RpcMethodHandler<QueryService, sudare::v1::ExplainRequest, sudare::v1::ExplainResponse,
                           google::protobuf::MessageLite, google::protobuf::MessageLite>(
          [](QueryService* self, grpc::ServerContext* context,
             const sudare::v1::ExplainRequest* request, sudare::v1::ExplainResponse* response) {
            return self->Explain(context, request, response);
          },
          this)));
  AddMethod(new RpcServiceMethod(
      "/sudare.v1.QueryService/ListTables", RpcMethod::NORMAL_RPC,
      new RpcMethodHandler<QueryService, sudare::v1::ListTablesRequest,
                           sudare::v1::ListTablesResponse, google::protobuf::MessageLite,
                           google::protobuf::MessageLite>(
          [](QueryService* self, grpc::ServerContext* context,
             const sudare::v1::ListTablesRequest* request,
             sudare::v1::ListTablesResponse* response) {
            return self->ListTables(context, request, response);
          },
          this)));
}

absl::StatusOr<Caller> QueryService::Authenticate(const grpc::ServerContext& context) {
  const std::shared_ptr<const Policy> policy = parts_.policy->Current();
  if (policy == nullptr) {
    ErrorFields fields;
    fields.reason = "NO_POLICY";
    return MakeError(absl::StatusCode::kFailedPrecondition, "no policy is in force", fields);
  }
  return parts_.authenticator->Authenticate(EvidenceOf(context, parts_.passwords), *policy);
}

grpc::Status QueryService::Query(grpc::ServerContext* context,
                                 const sudare::v1::QueryRequest* request,
                                 grpc::ServerWriter<grpc::ByteBuffer>* writer) {
  const absl::StatusOr<Caller> caller = Authenticate(*context);
  if (!caller.ok()) return ToWire(caller.status());
  StallWatch::Call call(&stall_watch_, context);
  StreamSink sink(writer, &call);
  CallOptions options;
  options.deadline = DeadlineOf(*context);
  options.cancelled = CancelProbe(context);
  options.abort = [context] { context->TryCancel(); };
  const absl::Status status = parts_.pipeline->Query(*caller, *request, options, sink);
  if (!status.ok()) sink.Abandon();
  return ToWire(status);
}

grpc::Status QueryService::Explain(grpc::ServerContext* context,
                                   const sudare::v1::ExplainRequest* request,
                                   sudare::v1::ExplainResponse* response) {
  const absl::StatusOr<Caller> caller = Authenticate(*context);
  if (!caller.ok()) return ToWire(caller.status());
  absl::StatusOr<sudare::v1::ExplainResponse> answer = parts_.pipeline->Explain(*caller, *request);
  if (!answer.ok()) return ToWire(answer.status());
  *response = *std::move(answer);
  return grpc::Status::OK;
}

grpc::Status QueryService::ListTables(grpc::ServerContext* context,
                                      const sudare::v1::ListTablesRequest* request,
                                      sudare::v1::ListTablesResponse* response) {
  const absl::StatusOr<Caller> caller = Authenticate(*context);
  if (!caller.ok()) return ToWire(caller.status());
  absl::StatusOr<sudare::v1::ListTablesResponse> answer =
      parts_.pipeline->ListTables(*caller, *request);
  if (!answer.ok()) return ToWire(answer.status());
  *response = *std::move(answer);
  return grpc::Status::OK;
}

}  // namespace sudare
