// PolicyDesk: where staff ask which policy is in force, and put another into force.
#ifndef SUDARE_PROXY_POLICIES_POLICY_DESK_H_
#define SUDARE_PROXY_POLICIES_POLICY_DESK_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/policy_service.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/policies/policy_keeper.h"

namespace sudare {

// Errors as in policy_service.proto, each with an ErrorDetail (proxy/error.h). `policy` is the one
// that the caller was authenticated by.
//
// Thread-safety: share freely. Lifetime: the keeper outlives the desk.
class PolicyDesk {
 public:
  explicit PolicyDesk(PolicyKeeper* keeper, std::function<absl::Time()> clock = absl::Now)
      : keeper_(*keeper), clock_(std::move(clock)) {}

  absl::StatusOr<sudare::v1::PolicyStatusResponse> Status(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::PolicyStatusRequest& request);
  absl::StatusOr<sudare::v1::ReloadPolicyResponse> Reload(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::ReloadPolicyRequest& request);
  absl::StatusOr<sudare::v1::ExplainColumnResponse> ExplainColumn(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::ExplainColumnRequest& request);

 private:
  PolicyKeeper& keeper_;
  const std::function<absl::Time()> clock_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_DESK_H_
