// Times as staff write them.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_CLI_TIME_TEXT_H_
#define SUDARE_PROXY_CLI_TIME_TEXT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare {

// "2026-11-27 19:00" and "2026-11-27" in Japan's time, "now", or "+90m" and "+2h" after `base`.
// kInvalidArgument: anything else, with what would be right.
absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, absl::Time base);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_TIME_TEXT_H_
