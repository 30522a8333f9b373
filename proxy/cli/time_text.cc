#include "proxy/cli/time_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"

namespace sudare {

absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, absl::Time base) {
  if (text == "now") return now;
  absl::string_view rest = text;
  absl::Duration later;
  if (absl::ConsumePrefix(&rest, "+") && absl::ParseDuration(rest, &later) &&
      later > absl::ZeroDuration() && later < absl::InfiniteDuration()) {
    return base + later;
  }
  const absl::TimeZone japan = absl::FixedTimeZone(9 * 60 * 60);
  absl::Time time;
  for (const char* const format : {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, text, japan, &time, nullptr)) return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(text),
                   " is no time: write it as \"2026-11-27 19:00\" (Japan's time), `now` or `+2h`"));
}

}  // namespace sudare
