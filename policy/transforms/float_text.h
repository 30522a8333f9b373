// Floating-point numbers in PostgreSQL's text form (extra_float_digits = 1, its default).
#ifndef SUDARE_POLICY_TRANSFORMS_FLOAT_TEXT_H_
#define SUDARE_POLICY_TRANSFORMS_FLOAT_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// The text of the float8 (or float4) nearest to a decimal text. Unset: no number, or out of range.
std::optional<std::string> CanonicalFloat8(absl::string_view decimal);
std::optional<std::string> CanonicalFloat4(absl::string_view decimal);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_FLOAT_TEXT_H_
