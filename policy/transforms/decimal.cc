#include "policy/transforms/decimal.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

constexpr int kMaxExponent = 400;
constexpr size_t kMaxBucketDigits = 18;

// Takes the digits at the start of `text`.
absl::string_view ConsumeDigits(absl::string_view* text) {
  size_t size = 0;
  while (size < text->size() && absl::ascii_isdigit((*text)[size])) ++size;
  const absl::string_view digits = text->substr(0, size);
  text->remove_prefix(size);
  return digits;
}

std::string WithoutLeadingZeros(absl::string_view digits) {
  return std::string(digits.substr(std::min(digits.find_first_not_of('0'), digits.size())));
}

void MovePoint(int exponent, Decimal* number) {
  std::string digits = number->integer + number->fraction;
  int point = static_cast<int>(number->integer.size()) + exponent;
  if (point < 0) {
    digits.insert(0, static_cast<size_t>(-point), '0');
    point = 0;
  }
  if (static_cast<size_t>(point) > digits.size()) digits.resize(point, '0');
  number->integer = WithoutLeadingZeros(absl::string_view(digits).substr(0, point));
  number->fraction = digits.substr(point);
}

int CompareMagnitudes(const Decimal& a, const Decimal& b) {
  if (a.integer.size() != b.integer.size()) return a.integer.size() < b.integer.size() ? -1 : 1;
  if (const int order = a.integer.compare(b.integer)) return order;
  const size_t common = std::min(a.fraction.size(), b.fraction.size());
  if (const int order = a.fraction.compare(0, common, b.fraction, 0, common)) return order;
  const bool a_more = a.fraction.find_first_not_of('0', common) != std::string::npos;
  const bool b_more = b.fraction.find_first_not_of('0', common) != std::string::npos;
  return a_more - b_more;
}

bool IsZero(const Decimal& number) {
  return number.integer.empty() && number.fraction.find_first_not_of('0') == std::string::npos;
}

// Where a number of that kind stands among all: finite ones in the middle.
int Rank(Decimal::Kind kind) {
  switch (kind) {
    case Decimal::Kind::kMinusInfinity:
      return 0;
    case Decimal::Kind::kFinite:
      return 1;
    case Decimal::Kind::kInfinity:
      return 2;
    case Decimal::Kind::kNan:
      return 3;
  }
  return 3;
}

// digits -= small. REQUIRES: it doesn't become negative.
void Subtract(uint64_t small, std::string* digits) {
  for (size_t i = digits->size(); small > 0 && i-- > 0;) {
    int digit = (*digits)[i] - '0' - static_cast<int>(small % 10);
    small /= 10;
    if (digit < 0) {
      digit += 10;
      ++small;
    }
    (*digits)[i] = static_cast<char>('0' + digit);
  }
}

// digits += small.
void Add(uint64_t small, std::string* digits) {
  for (size_t i = digits->size(); small > 0 && i-- > 0;) {
    const uint64_t sum = static_cast<uint64_t>((*digits)[i] - '0') + small % 10;
    small = small / 10 + sum / 10;
    (*digits)[i] = static_cast<char>('0' + sum % 10);
  }
  if (small > 0) digits->insert(0, absl::StrCat(small));
}

}  // namespace

std::optional<Decimal> ParseDecimal(absl::string_view text) {
  Decimal number;
  if (text == "NaN") number.kind = Decimal::Kind::kNan;
  if (text == "Infinity") number.kind = Decimal::Kind::kInfinity;
  if (text == "-Infinity") number.kind = Decimal::Kind::kMinusInfinity;
  if (number.kind != Decimal::Kind::kFinite) return number;
  number.negative = absl::ConsumePrefix(&text, "-");
  if (!number.negative) absl::ConsumePrefix(&text, "+");
  const absl::string_view integer = ConsumeDigits(&text);
  absl::string_view fraction;
  if (absl::ConsumePrefix(&text, ".")) fraction = ConsumeDigits(&text);
  if (integer.empty() && fraction.empty()) return std::nullopt;
  number.integer = WithoutLeadingZeros(integer);
  number.fraction = std::string(fraction);
  if (!text.empty()) {
    int exponent = 0;
    if (!absl::ConsumePrefix(&text, "e") && !absl::ConsumePrefix(&text, "E")) return std::nullopt;
    if (!absl::SimpleAtoi(text, &exponent) || std::abs(exponent) > kMaxExponent) {
      return std::nullopt;
    }
    MovePoint(exponent, &number);
  }
  if (IsZero(number)) number.negative = false;
  return number;
}

std::string FormatDecimal(const Decimal& number) {
  return absl::StrCat(number.negative ? "-" : "", number.integer.empty() ? "0" : number.integer,
                      number.fraction.empty() ? "" : ".", number.fraction);
}

int CompareDecimals(const Decimal& a, const Decimal& b) {
  if (a.kind != b.kind) return Rank(a.kind) - Rank(b.kind);
  if (a.kind != Decimal::Kind::kFinite) return 0;
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return a.negative ? -CompareMagnitudes(a, b) : CompareMagnitudes(a, b);
}

std::optional<Bucket> ParseBucket(absl::string_view text) {
  const std::optional<Decimal> number = ParseDecimal(text);
  if (!number.has_value() || number->kind != Decimal::Kind::kFinite || number->negative ||
      IsZero(*number) || absl::StrContains(absl::AsciiStrToLower(text), "e")) {
    return std::nullopt;
  }
  std::string fraction = number->fraction;
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (number->integer.size() + fraction.size() > kMaxBucketDigits) return std::nullopt;
  Bucket bucket;
  bucket.scale = fraction.size();
  if (!absl::SimpleAtoi(number->integer + fraction, &bucket.scaled)) return std::nullopt;
  return bucket;
}

Decimal FloorToBucket(const Decimal& number, const Bucket& bucket) {
  // The number in units of the bucket's last digit, and whether something is cut off.
  std::string digits = number.integer + number.fraction.substr(0, bucket.scale);
  digits.resize(number.integer.size() + bucket.scale, '0');
  const bool inexact = number.fraction.size() > bucket.scale &&
                       number.fraction.find_first_not_of('0', bucket.scale) != std::string::npos;
  // At most (10^18 - 1) * 10 + 9, which fits 64 bits.
  uint64_t remainder = 0;
  for (const char digit : digits) {
    remainder = (remainder * 10 + static_cast<uint64_t>(digit - '0')) % bucket.scaled;
  }
  Subtract(remainder, &digits);
  if (number.negative && (remainder > 0 || inexact)) Add(bucket.scaled, &digits);
  Decimal result;
  result.integer =
      WithoutLeadingZeros(absl::string_view(digits).substr(0, digits.size() - bucket.scale));
  result.fraction = digits.substr(digits.size() - bucket.scale);
  result.negative = number.negative && !IsZero(result);
  return result;
}

}  // namespace sudare
