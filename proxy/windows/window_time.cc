#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

// What a Timestamp may hold: 0001-01-01 to 9999-12-31.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;

absl::TimeZone Japan() { return absl::FixedTimeZone(9 * 60 * 60); }

}  // namespace

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  const bool unset = timestamp.seconds() == 0 && timestamp.nanos() == 0;
  if (unset || timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999'999'999) {
    return absl::InfinitePast();
  }
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::Duration DurationOf(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

void SetDuration(absl::Duration duration, google::protobuf::Duration* out) {
  absl::Duration rest;
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

std::string ShownTime(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M", time, Japan()); }

absl::CivilDay DayInJapan(absl::Time time) { return absl::ToCivilDay(time, Japan()); }

}  // namespace sudare::windows
