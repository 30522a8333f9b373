// Dates as policy files write them.
#ifndef SUDARE_POLICY_CIVIL_DATE_H_
#define SUDARE_POLICY_CIVIL_DATE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace sudare {

// "2026-04-01", a day that exists. Unset for anything else, "2026-4-1" and "2026-02-30" included.
std::optional<absl::CivilDay> ParseCivilDate(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_CIVIL_DATE_H_
