// PolicyService: the gRPC face of the PolicyDesk. Authenticates staff, translates, and decides
// nothing.
#ifndef SUDARE_PROXY_RPC_POLICY_SERVICE_H_
#define SUDARE_PROXY_RPC_POLICY_SERVICE_H_

#include "grpcpp/server_context.h"
#include "proto/policy_service.grpc.pb.h"
#include "proxy/policies/policy_desk.h"
#include "proxy/rpc/staff_call.h"

namespace sudare {

using PolicyServiceParts = StaffServiceParts<PolicyDesk>;

// Thread-safety: called by gRPC on many threads. Lifetime: outlives its server; the parts outlive
// it.
class PolicyService : public sudare::v1::PolicyService::Service {
 public:
  explicit PolicyService(const PolicyServiceParts& parts) : parts_(parts) {}

  grpc::Status Status(grpc::ServerContext* context, const sudare::v1::PolicyStatusRequest* request,
                      sudare::v1::PolicyStatusResponse* response) override {
    return StaffCall(parts_, *context, &PolicyDesk::Status, *request, response);
  }
  grpc::Status Reload(grpc::ServerContext* context, const sudare::v1::ReloadPolicyRequest* request,
                      sudare::v1::ReloadPolicyResponse* response) override {
    return StaffCall(parts_, *context, &PolicyDesk::Reload, *request, response);
  }
  grpc::Status ExplainColumn(grpc::ServerContext* context,
                             const sudare::v1::ExplainColumnRequest* request,
                             sudare::v1::ExplainColumnResponse* response) override {
    return StaffCall(parts_, *context, &PolicyDesk::ExplainColumn, *request, response);
  }

 private:
  const PolicyServiceParts parts_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_POLICY_SERVICE_H_
