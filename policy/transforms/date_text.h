// Dates and timestamps in PostgreSQL's text form (DateStyle ISO), between 4713 BC and the year
// 294276 and beyond.
#ifndef SUDARE_POLICY_TRANSFORMS_DATE_TEXT_H_
#define SUDARE_POLICY_TRANSFORMS_DATE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "policy/value.h"

namespace sudare {

struct DateText {
  // "infinity" or "-infinity": nothing else is set.
  bool infinite = false;
  // As written; astronomical years, so that 1 BC is 0. Dates have midnight.
  absl::CivilSecond civil;
  int32_t microseconds = 0;
  // timestamptz only: seconds east of UTC, and its text, such as "+00" or "+09:18:59".
  int offset_seconds = 0;
  std::string offset;
};

// Unset: `text` is no value of `type` (date, timestamp or timestamptz) in that form.
std::optional<DateText> ParseDateText(absl::string_view text, SqlType type);

// The reverse of ParseDateText.
std::string FormatDateText(const DateText& date, SqlType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_DATE_TEXT_H_
