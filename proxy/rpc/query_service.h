// QueryService: the gRPC face of the Pipeline. Authenticates each call, translates, and decides
// nothing.
#ifndef SUDARE_PROXY_RPC_QUERY_SERVICE_H_
#define SUDARE_PROXY_RPC_QUERY_SERVICE_H_

#include "absl/time/time.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/sync_stream.h"
#include "proto/query.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/query/pipeline.h"
#include "proxy/rpc/stall_watch.h"

namespace sudare {

struct QueryServiceParts {
  Pipeline* pipeline = nullptr;
  Authenticator* authenticator = nullptr;
  const PolicySource* policy = nullptr;
  // Accept credentials in `authorization: Basic …` metadata.
  bool passwords = false;
  // A client that takes no byte for this long is cut off: its query holds a snapshot of the
  // database.
  absl::Duration stall_limit = absl::Seconds(60);
};

// Registers the methods of sudare.v1.QueryService as the generated class does, except that Query
// answers in bytes that are already encoded (response_encoding.h).
//
// Thread-safety: called by gRPC on many threads. Lifetime: outlives its server; the parts outlive
// it.
class QueryService : public grpc::Service {
 public:
  explicit QueryService(const QueryServiceParts& parts);

 private:
  grpc::Status Query(grpc::ServerContext* context, const sudare::v1::QueryRequest* request,
                     grpc::ServerWriter<grpc::ByteBuffer>* writer);
  grpc::Status Explain(grpc::ServerContext* context, const sudare::v1::ExplainRequest* request,
                       sudare::v1::ExplainResponse* response);
  grpc::Status ListTables(grpc::ServerContext* context,
                          const sudare::v1::ListTablesRequest* request,
                          sudare::v1::ListTablesResponse* response);

  absl::StatusOr<Caller> Authenticate(const grpc::ServerContext& context);

  const QueryServiceParts parts_;
  StallWatch stall_watch_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_QUERY_SERVICE_H_
