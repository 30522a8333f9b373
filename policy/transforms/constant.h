// Constants in policies: checked for a column's type and brought into the form in which PostgreSQL
// prints them.
#ifndef SUDARE_POLICY_TRANSFORMS_CONSTANT_H_
#define SUDARE_POLICY_TRANSFORMS_CONSTANT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare {

// Takes stricter forms than PostgreSQL does, so that both surely mean the same:
//   bool true, false, t, f · numbers in decimal, numeric and floats also NaN, Infinity, -Infinity ·
//   text as it is · date YYYY-MM-DD · timestamp YYYY-MM-DD HH:MM:SS[.ffffff] · timestamptz the same
//   with +HH[:MM], given back in UTC · time HH:MM:SS[.ffffff] · uuid with hyphens · json any
//   document · jsonb null, true, false, {}, [], a whole number or a string without escapes · bytea
//   \x0123.
// kInvalidArgument: the constant isn't one of the type, or the type (timetz, interval, inet, cidr,
// arrays, unknown) has no constants here.
absl::StatusOr<std::string> CanonicalConstant(absl::string_view text, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_CONSTANT_H_
