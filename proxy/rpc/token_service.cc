#include "proxy/rpc/token_service.h"

#include <memory>
#include <utility>

#include "proxy/error.h"
#include "proxy/rpc/peer_evidence.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

// One policy for log-in and answer. `ask` is a method of the desk.
template <typename Request, typename Response>
grpc::Status Call(const TokenServiceParts& parts, const grpc::ServerContext& context,
                  absl::StatusOr<Response> (TokenDesk::*ask)(const Policy&, const StaffCaller&,
                                                             const Request&),
                  const Request& request, Response* response) {
  const std::shared_ptr<const Policy> policy = parts.policy->Current();
  if (policy == nullptr) {
    ErrorFields fields;
    fields.reason = "NO_POLICY";
    return ToWire(
        MakeError(absl::StatusCode::kFailedPrecondition, "no policy is in force", fields));
  }
  // Credentials are looked at on every door, to be refused: they open nothing here.
  const absl::StatusOr<StaffCaller> caller =
      parts.authenticator->AuthenticateStaff(EvidenceOf(context, /*passwords=*/true), *policy);
  if (!caller.ok()) return ToWire(caller.status());
  absl::StatusOr<Response> answer = (parts.desk->*ask)(*policy, *caller, request);
  if (!answer.ok()) return ToWire(answer.status());
  *response = *std::move(answer);
  return grpc::Status::OK;
}

}  // namespace

grpc::Status TokenService::Detokenize(grpc::ServerContext* context,
                                      const sudare::v1::DetokenizeRequest* request,
                                      sudare::v1::DetokenizeResponse* response) {
  return Call(parts_, *context, &TokenDesk::Detokenize, *request, response);
}

grpc::Status TokenService::Trace(grpc::ServerContext* context,
                                 const sudare::v1::TraceRequest* request,
                                 sudare::v1::TraceResponse* response) {
  return Call(parts_, *context, &TokenDesk::Trace, *request, response);
}

}  // namespace sudare
