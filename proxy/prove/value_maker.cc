#include "proxy/prove/value_maker.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "policy/base/utf8.h"
#include "proxy/prove/pattern_text.h"
#include "proxy/prove/sample_texts.h"

namespace sudare::prove {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// Quoted literals of a constraint's definition, those after a pattern operator apart.
void ReadLiterals(absl::string_view definition, std::vector<std::string>* literals,
                  std::vector<std::string>* patterns) {
  for (size_t at = definition.find('\''); at != absl::string_view::npos;
       at = definition.find('\'', at)) {
    const absl::string_view before = absl::StripTrailingAsciiWhitespace(definition.substr(0, at));
    std::string text;
    for (++at; at < definition.size(); ++at) {
      if (definition[at] == '\'') {
        if (at + 1 == definition.size() || definition[at + 1] != '\'') break;
        ++at;
      }
      text += definition[at];
    }
    ++at;
    const bool is_pattern = absl::EndsWith(before, "~") || absl::EndsWith(before, "~*");
    (is_pattern ? patterns : literals)->push_back(std::move(text));
    if (at >= definition.size()) break;
  }
}

void ReadNumbers(absl::string_view definition, std::vector<int64_t>* numbers) {
  bool is_quoted = false;
  for (size_t at = 0; at < definition.size(); ++at) {
    if (definition[at] == '\'') is_quoted = !is_quoted;
    if (is_quoted || !IsDigit(definition[at])) continue;
    const size_t start = at;
    while (at < definition.size() && IsDigit(definition[at])) ++at;
    // Part of a name: int4.
    if (start > 0 && (absl::ascii_isalnum(static_cast<unsigned char>(definition[start - 1])) ||
                      definition[start - 1] == '_')) {
      continue;
    }
    int64_t number = 0;
    if (!absl::SimpleAtoi(definition.substr(start, at - start), &number)) continue;
    numbers->push_back(start > 0 && definition[start - 1] == '-' ? -number : number);
  }
}

std::string Date(Random& random) {
  // Around a year's and a century's end now and then, and far away.
  if (random.Percent(2)) return random.Percent(50) ? "0001-01-01" : "9999-12-31";
  if (random.Percent(3)) return random.Percent(50) ? "2000-02-29" : "2024-02-29";
  const absl::CivilDay day = absl::CivilDay(1950, 1, 1) + random.Between(0, 28000);
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string Time(Random& random) {
  return absl::StrFormat("%02d:%02d:%02d", random.Below(24), random.Below(60), random.Below(60));
}

std::string Uuid(Random& random) {
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", random.Below(size_t{1} << 32),
                         random.Below(0x10000), random.Below(0x10000), random.Below(0x10000),
                         random.Below(size_t{1} << 48));
}

std::string Json(Random& random) {
  return absl::StrFormat(
      "{\"form_version\": %d, \"layout\": \"%s\", \"name\": \"%s\", \"number\": \"%s\", "
      "\"amounts\": "
      "[%d, %d.5, null], \"flag\": %s}",
      random.Between(1, 9), random.Percent(50) ? "A4" : "B5", PersonName(random),
      Digits(12, random), random.Between(-999, 99999), random.Between(0, 99),
      random.Percent(50) ? "true" : "false");
}

// Of types outside the closed list; such columns are hidden or redacted, but rows need them.
std::string OtherType(absl::string_view type, bool is_range, Random& random) {
  const int64_t n = random.Between(1, 28);
  if (is_range && absl::StartsWith(type, "date")) {
    return absl::StrFormat("[2024-01-%02d,2024-12-%02d)", n, n);
  }
  if (is_range && absl::StartsWith(type, "ts")) {
    return absl::StrFormat("[2024-01-%02d 00:00:00,2024-12-%02d 00:00:00)", n, n);
  }
  if (is_range) return absl::StrCat("[", n, ",", n + 10, ")");
  if (type == "xml") return absl::StrCat("<a n=\"", n, "\"/>");
  if (type == "point") return absl::StrCat("(", n, ",", n, ")");
  if (type == "macaddr") return absl::StrFormat("08:00:2b:01:02:%02x", n);
  if (type == "bit" || type == "varbit") return n % 2 == 0 ? "0" : "1";
  return absl::StrCat(n);
}

}  // namespace

ValueMaker::ValueMaker(const ShapeColumn& column, absl::string_view hint)
    : column_(column), hint_(absl::AsciiStrToLower(hint)) {
  for (const std::string& check : column_.checks) {
    ReadLiterals(check, &literals_, &patterns_);
    ReadNumbers(check, &numbers_);
    if (absl::StrContains(check, "length(")) checks_length_ = true;
  }
}

// A literal, a number at or near one of the checks, or a text that matches.
Value ValueMaker::FromChecks(Random& random) const {
  if (!patterns_.empty()) return TextLike(random.Pick(patterns_), random);
  if (!literals_.empty() && !random.Percent(15)) return random.Pick(literals_);
  if (numbers_.empty()) return std::nullopt;
  const int64_t number = random.Pick(numbers_);
  if (IsNumber(column_.type)) {
    return Number(random, number - (random.Percent(50) ? 1 : 0), number + random.Between(0, 50));
  }
  if (checks_length_ && IsText(column_.type) && number >= 0 && number < 10000) {
    return Digits(static_cast<size_t>(number), random);
  }
  return std::nullopt;
}

std::string ValueMaker::Number(Random& random, int64_t low, int64_t high) const {
  const int64_t number =
      low + static_cast<int64_t>(random.Below(static_cast<size_t>(high - low) + 1));
  const SqlType type = column_.type.type;
  if (type == SqlType::kNumeric && (!column_.precision.has_value() || column_.scale > 0)) {
    const int scale = column_.precision.has_value() ? std::min(column_.scale, 6) : 2;
    return absl::StrCat(number, ".", Digits(static_cast<size_t>(scale), random));
  }
  if (type == SqlType::kFloat4 || type == SqlType::kFloat8) {
    // Binary fractions, whose sums don't depend on the order of the rows.
    constexpr const char* kFractions[] = {"", ".5", ".25", ".75"};
    return absl::StrCat(number, kFractions[random.Below(4)]);
  }
  return absl::StrCat(number);
}

std::string ValueMaker::Fitting(std::string text) const {
  if (!column_.length.has_value()) return text;
  size_t end = 0;
  for (int i = 0; i < *column_.length && end < text.size(); ++i) {
    end += FirstCharacter(absl::string_view(text).substr(end)).length;
  }
  return text.substr(0, end);
}

std::string ValueMaker::Text(Random& random) const {
  if (random.Percent(3)) return "";
  // A fixed width is a code's.
  if (column_.type.type == SqlType::kBpchar && column_.length.value_or(0) > 1 &&
      random.Percent(95)) {
    return Digits(static_cast<size_t>(*column_.length), random);
  }
  return Fitting(TextFor(hint_, random));
}

std::string ValueMaker::Scalar(Random& random) const {
  int64_t most = 100000;
  if (column_.precision.has_value()) {
    const int whole = std::min(*column_.precision - column_.scale, 5);
    most = 1;
    for (int i = 0; i < whole; ++i) most *= 10;
    most -= 1;
  }
  switch (column_.type.type) {
    case SqlType::kBool:
      return random.Percent(60) ? "t" : "f";
    case SqlType::kInt2:
      if (random.Percent(2)) return random.Percent(50) ? "32767" : "-32768";
      return Number(random, random.Percent(10) ? -50 : 0, random.Percent(70) ? 30 : 32000);
    case SqlType::kInt4:
      if (random.Percent(2)) return random.Percent(50) ? "2147483647" : "-2147483648";
      return Number(random, random.Percent(5) ? -500 : 0, random.Percent(50) ? 50 : 900000);
    case SqlType::kInt8:
      if (random.Percent(2)) return absl::StrCat(std::numeric_limits<int32_t>::max() + int64_t{7});
      return Number(random, 0, random.Percent(50) ? 50 : 900000);
    case SqlType::kNumeric:
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return Number(random, random.Percent(8) ? -most : 0, random.Percent(50) ? most / 100 : most);
    case SqlType::kDate:
      return Date(random);
    case SqlType::kTimestamp:
      return absl::StrCat(Date(random), " ", Time(random));
    case SqlType::kTimestamptz:
      return absl::StrCat(Date(random), " ", Time(random), "+00");
    case SqlType::kTime:
      return Time(random);
    case SqlType::kTimetz:
      return absl::StrCat(Time(random), "+09");
    case SqlType::kInterval:
      return absl::StrCat(random.Between(-3, 40), " days ", Time(random));
    case SqlType::kUuid:
      return Uuid(random);
    case SqlType::kJson:
    case SqlType::kJsonb:
      return Json(random);
    case SqlType::kBytea:
      return absl::StrCat("\\x", absl::StrFormat("%012x", random.Below(size_t{1} << 48)));
    case SqlType::kInet:
      return absl::StrFormat("10.%d.%d.%d", random.Below(4), random.Below(256), random.Below(256));
    case SqlType::kCidr:
      return absl::StrFormat("10.%d.%d.0/24", random.Below(4), random.Below(256));
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return Text(random);
    case SqlType::kUnknown:
      break;
  }
  return OtherType(column_.type_name, column_.is_range, random);
}

Value ValueMaker::Make(Random& random) const {
  if (!column_.not_null && random.Percent(10)) return std::nullopt;
  if (!column_.enum_values.empty() && !column_.is_array) return random.Pick(column_.enum_values);
  if (!column_.checks.empty() && !random.Percent(10)) {
    Value value = FromChecks(random);
    if (value.has_value()) return value;
  }
  if (!column_.is_array) return Scalar(random);
  std::string array = "{";
  for (size_t i = random.Below(4); i > 0; --i) {
    absl::StrAppend(
        &array, array.size() == 1 ? "" : ",",
        column_.enum_values.empty() ? Scalar(random) : random.Pick(column_.enum_values));
  }
  return array + "}";
}

Value ValueMaker::MakeUnique(size_t serial, Random& random) const {
  const int64_t number = static_cast<int64_t>(serial);
  if (!column_.checks.empty() || !column_.enum_values.empty() || column_.is_array) {
    return Make(random);
  }
  switch (column_.type.type) {
    case SqlType::kInt2:
    case SqlType::kInt4:
    case SqlType::kInt8:
      return absl::StrCat(number + 1);
    case SqlType::kNumeric:
      return absl::StrCat(number + 1);
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar: {
      const int length = std::min(column_.length.value_or(6), 6);
      const std::string text = absl::StrFormat("%06d", 100000 + number * 7 % 900000);
      return text.substr(text.size() - static_cast<size_t>(length));
    }
    case SqlType::kDate: {
      const absl::CivilDay day = absl::CivilDay(1990, 1, 1) + number;
      return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
    }
    default:
      return Make(random);
  }
}

}  // namespace sudare::prove
