#include "proxy/identity/duty.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

absl::Status Deny(absl::string_view reason, absl::string_view message, absl::string_view advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = std::string(advice);
  return MakeError(absl::StatusCode::kPermissionDenied, message, fields);
}

}  // namespace

absl::Status CheckStaff(const StaffCaller& caller, const StaffMatter& matter) {
  if (!caller.staff.empty()) return absl::OkStatus();
  return Deny("NOT_STAFF",
              absl::StrCat("account ", Quoted(caller.account), " may not ", matter.what,
                           ": only staff of the city may"),
              matter.advice);
}

absl::Status CheckDuty(const Policy& policy, const StaffCaller& caller,
                       std::initializer_list<sudare::v1::Staff::Duty> duties,
                       absl::string_view names, const StaffMatter& matter) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, matter));
  const auto& staff = policy.staff();
  const auto member = std::find_if(staff.begin(), staff.end(), [&caller](const auto& other) {
    return other.name == caller.staff;
  });
  const bool holds = member != staff.end() &&
                     std::any_of(member->duties.begin(), member->duties.end(), [&](auto duty) {
                       return std::find(duties.begin(), duties.end(), duty) != duties.end();
                     });
  if (holds) return absl::OkStatus();
  return Deny(
      "DUTY_MISSING",
      absl::StrCat("staff member ", Quoted(caller.staff), " does not hold the duty ", names),
      "ask a colleague who does, or have the duty entered in the policy");
}

}  // namespace sudare
