#include "proxy/policies/policy_desk.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/rule_trace.h"
#include "proxy/error.h"
#include "proxy/identity/duty.h"

namespace sudare {
namespace {

using sudare::v1::Staff;

constexpr StaffMatter kMatter = {"look into the policy",
                                 "`sudare tables` shows what you see, and in which form"};

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

sudare::v1::PolicyStatusResponse ToWire(const PolicyStatus& status) {
  sudare::v1::PolicyStatusResponse response;
  response.set_hash(status.hash);
  SetTime(status.loaded_at, response.mutable_loaded_at());
  response.set_last_was_loaded(status.last_was_loaded);
  SetTime(status.last_tried_at, response.mutable_last_tried_at());
  for (const Issue& issue : status.issues) {
    sudare::v1::PolicyIssue* out = response.add_issues();
    out->set_severity(issue.severity == Issue::Severity::kError ? v1::PolicyIssue::ERROR
                                                                : v1::PolicyIssue::WARNING);
    out->set_file(issue.place.file);
    out->set_line(static_cast<uint32_t>(issue.place.line));
    out->set_column(static_cast<uint32_t>(issue.place.column));
    out->set_message(issue.message);
    out->set_advice(issue.advice);
  }
  response.set_loaded(status.loaded);
  response.set_rejected(status.rejected);
  return response;
}

absl::Status Refuse(absl::string_view reason, absl::string_view message, absl::string_view advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = std::string(advice);
  return MakeError(absl::StatusCode::kInvalidArgument, message, fields);
}

}  // namespace

absl::StatusOr<sudare::v1::PolicyStatusResponse> PolicyDesk::Status(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::PolicyStatusRequest&) {
  SUDARE_RETURN_IF_ERROR(
      CheckDuty(policy, caller, {Staff::ADMINISTER, Staff::AUDIT}, "ADMINISTER or AUDIT", kMatter));
  return ToWire(keeper_.Status());
}

absl::StatusOr<sudare::v1::ReloadPolicyResponse> PolicyDesk::Reload(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::ReloadPolicyRequest&) {
  SUDARE_RETURN_IF_ERROR(CheckDuty(policy, caller, {Staff::ADMINISTER}, "ADMINISTER", kMatter));
  LoadCause cause{"call", {}};
  cause.caller.set_staff(caller.staff);
  cause.caller.set_method("certificate");
  cause.caller.set_peer(caller.peer);
  sudare::v1::ReloadPolicyResponse response;
  response.set_loaded(keeper_.Load(cause));
  *response.mutable_status() = ToWire(keeper_.Status());
  return response;
}

absl::StatusOr<sudare::v1::ExplainColumnResponse> PolicyDesk::ExplainColumn(
    const Policy& policy, const StaffCaller& caller,
    const sudare::v1::ExplainColumnRequest& request) {
  SUDARE_RETURN_IF_ERROR(
      CheckDuty(policy, caller, {Staff::ADMINISTER, Staff::AUDIT}, "ADMINISTER or AUDIT", kMatter));
  const Account* const account = policy.FindAccount(request.account());
  if (account == nullptr) {
    return Refuse("UNKNOWN_ACCOUNT",
                  absl::StrCat("the policy has no account ", Quoted(request.account())),
                  "name an account of the policy in force");
  }
  const std::vector<std::string> names = absl::StrSplit(request.column(), '.');
  if (names.size() != 3) {
    return Refuse("BAD_COLUMN", absl::StrCat(Quoted(request.column()), " is no column"),
                  "write schema.table.column");
  }
  const RuleTrace trace = TraceRules(policy, *account, {names[0], names[1], names[2]}, {clock_()});
  sudare::v1::ExplainColumnResponse response;
  response.set_mask(std::string(MaskKindName(trace.decision.kind)));
  if (trace.ruling != nullptr) response.set_rule(trace.ruling->place.ToString());
  if (trace.decision.data_class != nullptr) response.set_class_(trace.decision.data_class->name);
  for (const PassedRule& passed : trace.passed) {
    auto* out = response.add_passed();
    out->set_rule(passed.rule->place.ToString());
    out->set_why(passed.why);
  }
  if (!trace.has_role) {
    response.set_barred("the account has no role");
  } else if (!trace.has_pledge) {
    response.set_barred("the account has no pledge that is valid today");
  }
  return response;
}

}  // namespace sudare
