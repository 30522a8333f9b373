// Days and periods as the city counts them: a day is the day in Japan.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_REPORT_PERIOD_H_
#define SUDARE_PROXY_REPORT_PERIOD_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace sudare::report {

// UTC+9 without any summer time; needs no time zone database.
absl::TimeZone Tokyo();

absl::CivilDay DayOf(absl::Time time);
// "2026-11-03"
std::string DayText(absl::CivilDay day);
// Whether the moment comes after the whole day, written as by DayText.
bool IsAfterDay(const google::protobuf::Timestamp& time, absl::string_view day);
// "2026-11"
std::string MonthText(absl::CivilMonth month);
// "2026-11-03 17:05:09", in Japan.
std::string TimeText(absl::Time time);
std::string TimeText(const google::protobuf::Timestamp& time);

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(absl::Time time);

struct Period {
  // Both included.
  absl::CivilDay first;
  absl::CivilDay last;

  absl::Time begin() const { return absl::FromCivil(first, Tokyo()); }
  // Not included.
  absl::Time end() const { return absl::FromCivil(last + 1, Tokyo()); }
  int64_t days() const { return last - first + 1; }
  bool Contains(absl::Time time) const { return begin() <= time && time < end(); }
  // "2026-11" if it is a whole month, or empty.
  std::string month() const;
};

// kInvalidArgument: not written YYYY-MM or YYYY-MM-DD, no such day, or the last before the first.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
absl::StatusOr<Period> MonthPeriod(absl::string_view month);
absl::StatusOr<Period> DaysPeriod(absl::string_view first, absl::string_view last);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_PERIOD_H_
