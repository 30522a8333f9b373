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

// Who calls, and the policy by which that is known.
struct StaffSession {
  std::shared_ptr<const Policy> policy;
  StaffCaller caller;
};

template <typename Desk>
absl::StatusOr<StaffSession> LogInStaff(const StaffServiceParts<Desk>& parts,
                                        const grpc::ServerContext& context) {
  StaffSession session;
  session.policy = parts.policy->Current();
  if (session.policy == nullptr) {
    ErrorFields fields;
    fields.reason = "NO_POLICY";
    return MakeError(absl::StatusCode::kFailedPrecondition, "no policy is in force", fields);
  }
  // Credentials are looked at on every door, to be refused: they open nothing here.
  absl::StatusOr<StaffCaller> caller = parts.authenticator->AuthenticateStaff(
      EvidenceOf(context, /*passwords=*/true), *session.policy);
  if (!caller.ok()) return caller.status();
  session.caller = *std::move(caller);
  return session;
}

// `ask` is a method of the desk.
template <typename Desk, typename Request, typename Response>
grpc::Status StaffCall(const StaffServiceParts<Desk>& parts, const grpc::ServerContext& context,
                       absl::StatusOr<Response> (Desk::*ask)(const Policy&, const StaffCaller&,
                                                             const Request&),
                       const Request& request, Response* response) {
  const absl::StatusOr<StaffSession> session = LogInStaff(parts, context);
  if (!session.ok()) return ToWire(session.status());
  absl::StatusOr<Response> answer = (parts.desk->*ask)(*session->policy, session->caller, request);
  if (!answer.ok()) return ToWire(answer.status());
  *response = *std::move(answer);
  return grpc::Status::OK;
}

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STAFF_CALL_H_
