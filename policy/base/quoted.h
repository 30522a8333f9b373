// User text inside a message: in backticks, on one line, and of bounded length.
#ifndef SUDARE_POLICY_BASE_QUOTED_H_
#define SUDARE_POLICY_BASE_QUOTED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

// `text` in backticks. Control characters, backticks and malformed bytes become "?"; over 80
// characters are cut. For names and the like only: never for row values, keys or password hashes.
std::string Quoted(absl::string_view text);

// "`a`, `b`, `c`".
std::string QuotedList(const std::vector<std::string>& names);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_QUOTED_H_
