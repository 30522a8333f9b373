#include "policy/civil_date.h"

#include <string>

namespace sudare {

std::optional<absl::CivilDay> ParseCivilDate(absl::string_view text) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  // The parser takes other spellings of the same length; only the written form itself counts.
  if (absl::FormatCivilTime(day) != text) return std::nullopt;
  return day;
}

}  // namespace sudare
