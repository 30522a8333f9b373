#include "proxy/report/period.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::report {
namespace {

// Longer ones would be a list of days without end.
constexpr int64_t kMostDays = 3660;

// Digits where `form` has zeros, and its other characters as they are.
bool HasForm(absl::string_view text, absl::string_view form) {
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
           return wanted == '0' ? absl::ascii_isdigit(c) : c == wanted;
         });
}

}  // namespace

absl::TimeZone Tokyo() { return absl::FixedTimeZone(9 * 60 * 60); }

absl::CivilDay DayOf(absl::Time time) { return absl::ToCivilDay(time, Tokyo()); }

std::string DayText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

bool IsAfterDay(const google::protobuf::Timestamp& time, absl::string_view day) {
  return DayText(DayOf(TimeOf(time))) > day;
}

std::string MonthText(absl::CivilMonth month) { return absl::FormatCivilTime(month); }

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, Tokyo());
}

std::string TimeText(const google::protobuf::Timestamp& time) { return TimeText(TimeOf(time)); }

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(timestamp.seconds()))));
  return timestamp;
}

std::string Period::month() const {
  const absl::CivilMonth month(first);
  const bool is_whole = first == absl::CivilDay(month) && last + 1 == absl::CivilDay(month + 1);
  return is_whole ? MonthText(month) : "";
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  if (!HasForm(text, "0000-00-00") || !absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quoted(text), " is no day: write it as 2026-11-03"));
  }
  return day;
}

absl::StatusOr<Period> MonthPeriod(absl::string_view month) {
  absl::CivilMonth parsed;
  if (!HasForm(month, "0000-00") || !absl::ParseCivilTime(month, &parsed)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quoted(month), " is no month: write it as 2026-11"));
  }
  return Period{absl::CivilDay(parsed), absl::CivilDay(parsed + 1) - 1};
}

absl::StatusOr<Period> DaysPeriod(absl::string_view first, absl::string_view last) {
  Period period;
  SUDARE_ASSIGN_OR_RETURN(period.first, ParseDay(first));
  SUDARE_ASSIGN_OR_RETURN(period.last, ParseDay(last));
  if (period.last < period.first) {
    return absl::InvalidArgumentError("the period ends before it begins");
  }
  if (period.days() > kMostDays) {
    return absl::InvalidArgumentError(
        absl::StrCat("the period has more than ", kMostDays, " days"));
  }
  return period;
}

}  // namespace sudare::report
