// Exact decimal numbers in PostgreSQL's text form, of any length.
#ifndef SUDARE_POLICY_TRANSFORMS_DECIMAL_H_
#define SUDARE_POLICY_TRANSFORMS_DECIMAL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

struct Decimal {
  enum class Kind { kFinite, kNan, kInfinity, kMinusInfinity };
  Kind kind = Kind::kFinite;
  bool negative = false;
  // Digits before the point, no leading zeros; empty for numbers below one.
  std::string integer;
  // Digits after the point, as written.
  std::string fraction;
};

// "-123.450", "1.5e-07", "NaN", "Infinity", "-Infinity". Unset: no number, or an exponent beyond
// ±400, more than any float has.
std::optional<Decimal> ParseDecimal(absl::string_view text);

// The text of a finite number as PostgreSQL's numeric prints it: "0.50", "-12".
std::string FormatDecimal(const Decimal& number);

// Less than 0, 0, more than 0, as PostgreSQL orders numeric: NaN is equal to itself and above
// everything.
int CompareDecimals(const Decimal& a, const Decimal& b);

// A number greater than zero of at most 18 digits, scaled to an integer.
struct Bucket {
  uint64_t scaled = 1;
  size_t scale = 0;
};

// Trailing zeros after the point are dropped. Unset: not such a number, or written with an
// exponent.
std::optional<Bucket> ParseBucket(absl::string_view text);

// The greatest multiple of `bucket` at or below `number`, with as many digits after the point as
// the bucket has. REQUIRES: `number` is finite.
Decimal FloorToBucket(const Decimal& number, const Bucket& bucket);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_DECIMAL_H_
