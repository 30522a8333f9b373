// TokenService: the gRPC face of the TokenDesk. Authenticates staff, translates, and decides
// nothing.
#ifndef SUDARE_PROXY_RPC_TOKEN_SERVICE_H_
#define SUDARE_PROXY_RPC_TOKEN_SERVICE_H_

#include "grpcpp/server_context.h"
#include "proto/token.grpc.pb.h"
#include "proxy/rpc/staff_call.h"
#include "proxy/token/token_desk.h"

namespace sudare {

using TokenServiceParts = StaffServiceParts<TokenDesk>;

// Thread-safety: called by gRPC on many threads. Lifetime: outlives its server; the parts outlive
// it.
class TokenService : public sudare::v1::TokenService::Service {
 public:
  explicit TokenService(const TokenServiceParts& parts) : parts_(parts) {}

  grpc::Status Detokenize(grpc::ServerContext* context,
                          const sudare::v1::DetokenizeRequest* request,
                          sudare::v1::DetokenizeResponse* response) override {
    return StaffCall(parts_, *context, &TokenDesk::Detokenize, *request, response);
  }
  grpc::Status Trace(grpc::ServerContext* context, const sudare::v1::TraceRequest* request,
                     sudare::v1::TraceResponse* response) override {
    return StaffCall(parts_, *context, &TokenDesk::Trace, *request, response);
  }

 private:
  const TokenServiceParts parts_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_TOKEN_SERVICE_H_
