// Duties of the city's staff: who may do what besides asking queries.
#ifndef SUDARE_PROXY_IDENTITY_DUTY_H_
#define SUDARE_PROXY_IDENTITY_DUTY_H_

#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "policy/policy.h"
#include "proxy/identity/authenticator.h"

namespace sudare {

// What a service for staff is about, for its refusals.
struct StaffMatter {
  // "ask what stands behind tokens": what accounts may not do.
  absl::string_view what;
  // What an account should do instead.
  absl::string_view advice;
};

// OK if the caller is staff. kPermissionDenied otherwise, with an ErrorDetail: NOT_STAFF.
absl::Status CheckStaff(const StaffCaller& caller, const StaffMatter& matter);

// OK if the caller is staff and holds one of `duties` under `policy`; `names` says them in words:
// "DETOKENIZE or AUDIT". kPermissionDenied otherwise, with an ErrorDetail: NOT_STAFF or
// DUTY_MISSING.
absl::Status CheckDuty(const Policy& policy, const StaffCaller& caller,
                       std::initializer_list<sudare::v1::Staff::Duty> duties,
                       absl::string_view names, const StaffMatter& matter);

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_DUTY_H_
