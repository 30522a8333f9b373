#include "policy/transforms/constant.h"

#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "policy/base/quoted.h"
#include "policy/base/utf8.h"
#include "policy/transforms/date_text.h"
#include "policy/transforms/decimal.h"
#include "policy/transforms/float_text.h"
#include "policy/transforms/json_text.h"

namespace sudare {
namespace {

using Constant = std::optional<std::string>;

constexpr size_t kMaxBytes = 64 * 1024;
constexpr size_t kMaxNumberBytes = 400;

template <typename Integer>
Constant CanonicalInteger(absl::string_view text) {
  int64_t number = 0;
  const absl::string_view digits = text.substr(text.empty() || text[0] != '-' ? 0 : 1);
  if (digits.empty() || !absl::ascii_isdigit(digits[0]) || !absl::SimpleAtoi(text, &number) ||
      number != static_cast<Integer>(number)) {
    return std::nullopt;
  }
  return absl::StrCat(number);
}

Constant CanonicalNumber(absl::string_view text, SqlType type) {
  if (text.size() > kMaxNumberBytes) return std::nullopt;
  const std::optional<Decimal> number = ParseDecimal(text);
  if (!number.has_value()) return std::nullopt;
  if (number->kind != Decimal::Kind::kFinite) return std::string(text);
  const std::string decimal = FormatDecimal(*number);
  if (type == SqlType::kFloat4) return CanonicalFloat4(decimal);
  if (type == SqlType::kFloat8) return CanonicalFloat8(decimal);
  return decimal;
}

Constant CanonicalBool(absl::string_view text) {
  if (text == "t" || text == "true") return "t";
  if (text == "f" || text == "false") return "f";
  return std::nullopt;
}

Constant CanonicalText(absl::string_view text) {
  if (absl::StrContains(text, '\0') || FindInvalidUtf8(text) != absl::string_view::npos) {
    return std::nullopt;
  }
  return std::string(text);
}

Constant CanonicalDate(absl::string_view text, SqlType type) {
  std::optional<DateText> date = ParseDateText(text, type);
  if (!date.has_value()) return std::nullopt;
  if (date->infinite) return std::string(text);
  date->civil -= date->offset_seconds;
  date->offset = "+00";
  const absl::CivilSecond first(-4712, 1, 1);
  const absl::CivilSecond end(294276, 12, 31);
  if (date->civil < first || date->civil >= end) return std::nullopt;
  return FormatDateText(*date, type);
}

Constant CanonicalTime(absl::string_view text) {
  const std::string with_day = absl::StrCat("2000-01-01 ", text);
  const std::optional<DateText> date = ParseDateText(with_day, SqlType::kTimestamp);
  if (!date.has_value() || absl::CivilDay(date->civil) != absl::CivilDay(2000, 1, 1)) {
    return std::nullopt;
  }
  return FormatDateText(*date, SqlType::kTimestamp).substr(11);
}

Constant CanonicalUuid(absl::string_view text) {
  if (text.size() != 36) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return std::nullopt;
  }
  return absl::AsciiStrToLower(text);
}

Constant CanonicalBytea(absl::string_view text) {
  absl::string_view digits = text;
  if (!absl::ConsumePrefix(&digits, "\\x") || digits.size() % 2 != 0) return std::nullopt;
  for (const char c : digits) {
    if (!absl::ascii_isxdigit(c)) return std::nullopt;
  }
  return absl::AsciiStrToLower(text);
}

Constant CanonicalJson(absl::string_view text) {
  if (!CanonicalText(text).has_value() || !IsJson(text)) return std::nullopt;
  return std::string(text);
}

Constant CanonicalJsonb(absl::string_view text) {
  if (!CanonicalText(text).has_value() || !IsJson(text)) return std::nullopt;
  for (const absl::string_view plain : {"null", "true", "false", "{}", "[]"}) {
    if (text == plain) return std::string(text);
  }
  if (text[0] == '"' && !absl::StrContains(text, '\\')) {
    return std::string(absl::StripTrailingAsciiWhitespace(text));
  }
  return CanonicalInteger<int64_t>(text);
}

Constant Canonical(absl::string_view text, SqlType type) {
  switch (type) {
    case SqlType::kBool:
      return CanonicalBool(text);
    case SqlType::kInt2:
      return CanonicalInteger<int16_t>(text);
    case SqlType::kInt4:
      return CanonicalInteger<int32_t>(text);
    case SqlType::kInt8:
      return CanonicalInteger<int64_t>(text);
    case SqlType::kNumeric:
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return CanonicalNumber(text, type);
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return CanonicalText(text);
    case SqlType::kDate:
    case SqlType::kTimestamp:
    case SqlType::kTimestamptz:
      return CanonicalDate(text, type);
    case SqlType::kTime:
      return CanonicalTime(text);
    case SqlType::kUuid:
      return CanonicalUuid(text);
    case SqlType::kJson:
      return CanonicalJson(text);
    case SqlType::kJsonb:
      return CanonicalJsonb(text);
    case SqlType::kBytea:
      return CanonicalBytea(text);
    default:
      return std::nullopt;
  }
}

bool HasConstants(ColumnType type) {
  switch (type.type) {
    case SqlType::kUnknown:
    case SqlType::kTimetz:
    case SqlType::kInterval:
    case SqlType::kInet:
    case SqlType::kCidr:
      return false;
    default:
      return !type.is_array;
  }
}

}  // namespace

absl::StatusOr<std::string> CanonicalConstant(absl::string_view text, ColumnType type) {
  const std::string name = TypeName(type);
  if (!HasConstants(type)) {
    return absl::InvalidArgumentError(
        absl::StrCat("a column of ", name.empty() ? "a type outside the list" : Quoted(name),
                     " can only be redacted to NULL: leave `constant` out"));
  }
  Constant constant;
  if (text.size() <= kMaxBytes) constant = Canonical(text, type.type);
  if (!constant.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat("`constant` ", Quoted(text),
                                                   " is no value of type ", Quoted(name),
                                                   ": write it as PostgreSQL prints one"));
  }
  return *std::move(constant);
}

}  // namespace sudare
