// Typed values as files hold them: read strictly, in the form in which PostgreSQL prints them.
//
// Masks are total: what is no value of their type becomes NULL in some and passes as text in
// others. A file whose date column holds something else is better refused, so streams read typed
// values with this before they mask them.
#ifndef SUDARE_POLICY_STREAMS_TYPED_TEXT_H_
#define SUDARE_POLICY_STREAMS_TYPED_TEXT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare {

// How a date was written.
enum class DateForm {
  kHyphens,  // 2026-04-01
  kSlashes,  // 2026/04/01
  kDigits,   // 20260401; dates only
};

// kInvalidArgument: values of the type aren't read from files (arrays, timetz, interval, inet,
// cidr). Text types are read as they are.
absl::Status CheckTypeInFiles(ColumnType type);

// The value that `text` says, and for dates and timestamps its form; unset if it says none.
// REQUIRES: CheckTypeInFiles(type) is ok.
std::optional<std::string> ReadTypedText(absl::string_view text, ColumnType type, DateForm* form);

// A masked date or timestamp of `type` in the form its value had.
std::string WriteDate(absl::string_view date, ColumnType type, DateForm form);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_TYPED_TEXT_H_
