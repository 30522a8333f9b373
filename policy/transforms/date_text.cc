#include "policy/transforms/date_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

// Takes between `least` and `most` digits off the start of `text`.
std::optional<int> ConsumeNumber(size_t least, size_t most, absl::string_view* text) {
  size_t size = 0;
  while (size < text->size() && size < most && absl::ascii_isdigit((*text)[size])) ++size;
  int number = 0;
  if (size < least || !absl::SimpleAtoi(text->substr(0, size), &number)) return std::nullopt;
  text->remove_prefix(size);
  return number;
}

// The separator, then two digits.
std::optional<int> ConsumePart(absl::string_view separator, absl::string_view* text) {
  if (!absl::ConsumePrefix(text, separator)) return std::nullopt;
  return ConsumeNumber(2, 2, text);
}

bool ConsumeDay(absl::string_view* text, absl::CivilDay* day) {
  const std::optional<int> year = ConsumeNumber(4, 7, text);
  const std::optional<int> month = year ? ConsumePart("-", text) : std::nullopt;
  const std::optional<int> day_of_month = month ? ConsumePart("-", text) : std::nullopt;
  // The era, which comes last, is needed to know leap years.
  if (!day_of_month || *year == 0) return false;
  const bool bc = absl::ConsumeSuffix(text, " BC");
  *day = absl::CivilDay(bc ? 1 - *year : *year, *month, *day_of_month);
  return day->month() == *month && day->day() == *day_of_month;
}

// ".123456" or nothing.
bool ConsumeFraction(absl::string_view* text, int32_t* microseconds) {
  *microseconds = 0;
  if (!absl::ConsumePrefix(text, ".")) return true;
  const size_t before = text->size();
  std::optional<int> fraction = ConsumeNumber(1, 6, text);
  if (!fraction) return false;
  for (size_t digits = before - text->size(); digits < 6; ++digits) *fraction *= 10;
  *microseconds = *fraction;
  return true;
}

bool ConsumeTime(absl::string_view* text, DateText* date) {
  const std::optional<int> hour = ConsumePart(" ", text);
  const std::optional<int> minute = hour ? ConsumePart(":", text) : std::nullopt;
  const std::optional<int> second = minute ? ConsumePart(":", text) : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return false;
  const absl::CivilDay day(date->civil);
  date->civil = absl::CivilSecond(day.year(), day.month(), day.day(), *hour, *minute, *second);
  return ConsumeFraction(text, &date->microseconds);
}

bool ConsumeOffset(absl::string_view* text, DateText* date) {
  date->offset = std::string(*text);
  if (!absl::StartsWith(*text, "+") && !absl::StartsWith(*text, "-")) return false;
  const int sign = (*text)[0] == '-' ? -1 : 1;
  const std::optional<int> hours = ConsumePart(text->substr(0, 1), text);
  if (!hours) return false;
  int seconds = *hours * 3600;
  for (const int unit : {60, 1}) {
    if (text->empty()) break;
    const std::optional<int> part = ConsumePart(":", text);
    if (!part || *part > 59) return false;
    seconds += *part * unit;
  }
  date->offset_seconds = sign * seconds;
  return *hours < 16 && text->empty();
}

}  // namespace

std::optional<DateText> ParseDateText(absl::string_view text, SqlType type) {
  DateText date;
  if (text == "infinity" || text == "-infinity") {
    date.infinite = true;
    return date;
  }
  absl::CivilDay day;
  if (!ConsumeDay(&text, &day)) return std::nullopt;
  date.civil = absl::CivilSecond(day);
  if (type != SqlType::kDate && !ConsumeTime(&text, &date)) return std::nullopt;
  if (type == SqlType::kTimestamptz && !ConsumeOffset(&text, &date)) return std::nullopt;
  if (!text.empty()) return std::nullopt;
  return date;
}

std::string FormatDateText(const DateText& date, SqlType type) {
  const absl::CivilSecond& at = date.civil;
  const bool bc = at.year() <= 0;
  std::string text =
      absl::StrFormat("%04d-%02d-%02d", bc ? 1 - at.year() : at.year(), at.month(), at.day());
  if (type != SqlType::kDate) {
    absl::StrAppendFormat(&text, " %02d:%02d:%02d", at.hour(), at.minute(), at.second());
    if (date.microseconds != 0) {
      std::string fraction = absl::StrFormat("%06d", date.microseconds);
      while (fraction.back() == '0') fraction.pop_back();
      absl::StrAppend(&text, ".", fraction);
    }
    if (type == SqlType::kTimestamptz) absl::StrAppend(&text, date.offset);
  }
  if (bc) absl::StrAppend(&text, " BC");
  return text;
}

}  // namespace sudare
