// Times of maintenance windows: as they are kept, and as people read them, in Japan's time.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_TIME_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_TIME_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace sudare::windows {

// Unset, and what lies outside the years 1 to 9999, is the infinite past.
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp);

absl::Duration DurationOf(const google::protobuf::Duration& duration);
void SetDuration(absl::Duration duration, google::protobuf::Duration* out);

// "2026-11-27 19:00", in Japan. It has had no summer time since 1951.
std::string ShownTime(absl::Time time);
absl::CivilDay DayInJapan(absl::Time time);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_TIME_H_
