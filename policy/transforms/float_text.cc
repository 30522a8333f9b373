#include "policy/transforms/float_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "absl/strings/charconv.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

using Wide = unsigned __int128;

// A number as decimal digits d1 d2 d3… times 10^exponent, the point after d1.
struct Scientific {
  std::string digits;
  int exponent = 0;
};

// Reads "d.ddde±xx".
Scientific ParseScientific(absl::string_view text) {
  Scientific result;
  const size_t e = text.find('e');
  for (const char c : text.substr(0, e)) {
    if (c != '.') result.digits.push_back(c);
  }
  while (result.digits.size() > 1 && result.digits.back() == '0') result.digits.pop_back();
  (void)absl::SimpleAtoi(text.substr(e + 1), &result.exponent);
  return result;
}

// Whether `decimal` is exactly odd * 2^power, where `odd` is odd and has at most 54 bits.
bool EqualsOddTimesPowerOfTwo(const Scientific& decimal, uint64_t odd, int power) {
  Wide digits = 0;
  for (const char c : decimal.digits) digits = digits * 10 + static_cast<Wide>(c - '0');
  // decimal = digits * 5^tens * 2^tens
  int tens = decimal.exponent - static_cast<int>(decimal.digits.size()) + 1;
  int twos = tens;
  while (digits % 2 == 0) {
    digits /= 2;
    ++twos;
  }
  if (twos != power) return false;
  // Beyond 28 fives neither side could still fit the other.
  if (std::abs(tens) > 28) return false;
  Wide fives = 1;
  for (int i = 0; i < std::abs(tens); ++i) fives *= 5;
  return tens >= 0 ? (Wide{odd} % fives == 0 && Wide{odd} / fives == digits)
                   : (digits % fives == 0 && digits / fives == odd);
}

// Whether `decimal` lies exactly half way between `number` and one of its neighbours. PostgreSQL
// doesn't print such a text, since not every reader rounds a tie to even; std::to_chars does.
template <typename Float>
bool IsTie(const Scientific& decimal, Float number) {
  for (const Float to : {Float{0}, std::numeric_limits<Float>::infinity()}) {
    const Float neighbour = std::nextafter(number, to);
    if (!std::isfinite(neighbour)) continue;
    // Both are integers times the unit of the smaller one, and their sum has at most one bit more.
    constexpr int kLeastPower =
        std::numeric_limits<Float>::min_exponent - std::numeric_limits<Float>::digits;
    const Float smaller = std::min(number, neighbour);
    int power = kLeastPower;
    if (smaller > 0) {
      int exponent = 0;
      std::frexp(smaller, &exponent);
      power = std::max(exponent - std::numeric_limits<Float>::digits, kLeastPower);
    }
    const auto a = static_cast<uint64_t>(std::ldexp(number, -power));
    const auto b = static_cast<uint64_t>(std::ldexp(neighbour, -power));
    uint64_t sum = a + b;
    --power;
    while (sum % 2 == 0) {
      sum /= 2;
      ++power;
    }
    if (EqualsOddTimesPowerOfTwo(decimal, sum, power)) return true;
  }
  return false;
}

// The shortest decimal strictly inside the interval that rounds to `number`. REQUIRES: number > 0,
// finite.
template <typename Float>
Scientific ShortestDecimal(Float number) {
  char buffer[64];
  const auto shortest =
      std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::scientific);
  Scientific decimal = ParseScientific(absl::string_view(buffer, shortest.ptr - buffer));
  for (int digits = static_cast<int>(decimal.digits.size()); IsTie(decimal, number); ++digits) {
    const auto longer = std::to_chars(buffer, buffer + sizeof(buffer), number,
                                      std::chars_format::scientific, digits);
    decimal = ParseScientific(absl::string_view(buffer, longer.ptr - buffer));
  }
  return decimal;
}

// PostgreSQL writes exponents below -4, and from `limit` on, in scientific form.
std::string Layout(const Scientific& decimal, int limit) {
  const std::string& digits = decimal.digits;
  const int exponent = decimal.exponent;
  if (exponent < -4 || exponent >= limit) {
    char suffix[16];
    std::snprintf(suffix, sizeof(suffix), "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return absl::StrCat(digits.substr(0, 1), digits.size() > 1 ? "." : "", digits.substr(1),
                        suffix);
  }
  if (exponent < 0) return absl::StrCat("0.", std::string(-exponent - 1, '0'), digits);
  std::string integer = digits;
  if (integer.size() <= static_cast<size_t>(exponent)) {
    integer.resize(static_cast<size_t>(exponent) + 1, '0');
    return integer;
  }
  const size_t point = static_cast<size_t>(exponent) + 1;
  return digits.size() == point ? digits
                                : absl::StrCat(digits.substr(0, point), ".", digits.substr(point));
}

template <typename Float>
std::optional<std::string> Canonical(absl::string_view decimal, int limit) {
  if (decimal == "NaN" || decimal == "Infinity" || decimal == "-Infinity") {
    return std::string(decimal);
  }
  const bool negative = absl::ConsumePrefix(&decimal, "-");
  Float number = 0;
  const auto parsed = absl::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != decimal.data() + decimal.size() ||
      !std::isfinite(number)) {
    return std::nullopt;
  }
  if (number == 0) return negative ? "-0" : "0";
  return absl::StrCat(negative ? "-" : "", Layout(ShortestDecimal(number), limit));
}

}  // namespace

std::optional<std::string> CanonicalFloat8(absl::string_view decimal) {
  return Canonical<double>(decimal, 15);
}

std::optional<std::string> CanonicalFloat4(absl::string_view decimal) {
  return Canonical<float>(decimal, 6);
}

}  // namespace sudare
