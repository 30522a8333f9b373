// StaffCall: the way of a call of a service for staff: policy, log-in by certificate, the desk that
// answers. One policy for log-in and answer.
#ifndef SUDARE_PROXY_RPC_STAFF_CALL_H_
#define SUDARE_PROXY_RPC_STAFF_CALL_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "proxy/error.h"
#include "proxy/identity/authenticator.h"
#include "proxy/policies/policy_source.h"
#include "proxy/rpc/peer_evidence.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {

template <typename Desk>
struct StaffServiceParts {
  // Null: the door has no such service.
  Desk* desk = nullptr;
  Authenticator* authenticator = nullptr;
  const PolicySource* policy = nullptr;
};

// `answer(policy, caller)` returns an absl::Status.
template <typename Desk, typename Answer>
grpc::Status StaffStream(const StaffServiceParts<Desk>& parts, const grpc::ServerContext& context,
                         Answer answer) {
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
  return ToWire(caller.ok() ? answer(*policy, *caller) : caller.status());
}

// `ask` is a method of the desk.
template <typename Desk, typename Request, typename Response>
grpc::Status StaffCall(const StaffServiceParts<Desk>& parts, const grpc::ServerContext& context,
                       absl::StatusOr<Response> (Desk::*ask)(const Policy&, const StaffCaller&,
                                                             const Request&),
                       const Request& request, Response* response) {
  return StaffStream(parts, context, [&](const Policy& policy, const StaffCaller& caller) {
    absl::StatusOr<Response> answer = (parts.desk->*ask)(policy, caller, request);
    if (answer.ok()) *response = *std::move(answer);
    return answer.status();
  });
}

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STAFF_CALL_H_
