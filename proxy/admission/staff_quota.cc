#include "proxy/admission/staff_quota.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr absl::Duration kHour = absl::Hours(1);
constexpr absl::Duration kDay = absl::Hours(24);

// What config.proto promises.
constexpr uint32_t kDetokenizePerHour = 30;
constexpr uint32_t kDetokenizePerDay = 200;
constexpr uint32_t kTracePerHour = 300;
constexpr uint32_t kTracePerDay = 2000;

// When the oldest of the last `most` calls leaves the window; the past if there were fewer.
absl::Time FreeAgain(const std::deque<absl::Time>& times, size_t most, absl::Duration window) {
  if (times.size() < most) return absl::InfinitePast();
  return times[times.size() - most] + window;
}

// "50s", "12m", "5h20m": never too short.
std::string ShownWait(absl::Duration wait) {
  return absl::FormatDuration(
      absl::Ceil(wait, wait > absl::Minutes(2) ? absl::Minutes(1) : absl::Seconds(1)));
}

absl::Status TooMany(absl::string_view staff, size_t most, absl::string_view window,
                     absl::string_view reason, absl::Duration wait) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = absl::StrCat("try again in ", ShownWait(wait));
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("staff member ", Quoted(staff), " made ", most, " such calls within ", window,
                   ", as many as allowed: try again in ", ShownWait(wait)),
      fields);
}

}  // namespace

StaffQuota::StaffQuota(const sudare::v1::TokenLimits& limits) {
  const auto or_default = [](uint32_t set, uint32_t otherwise) {
    return set != 0 ? set : otherwise;
  };
  detokenize_.per_hour = or_default(limits.detokenize_per_hour(), kDetokenizePerHour);
  detokenize_.per_day = or_default(limits.detokenize_per_day(), kDetokenizePerDay);
  trace_.per_hour = or_default(limits.trace_per_hour(), kTracePerHour);
  trace_.per_day = or_default(limits.trace_per_day(), kTracePerDay);
}

absl::Status StaffQuota::TakeDetokenize(absl::string_view staff, absl::Time now) {
  return Take(staff, now, &detokenize_);
}

absl::Status StaffQuota::TakeTrace(absl::string_view staff, absl::Time now) {
  return Take(staff, now, &trace_);
}

absl::Status StaffQuota::Take(absl::string_view staff, absl::Time now, Calls* calls) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::deque<absl::Time>& times = calls->of_staff[staff];
  while (!times.empty() && times.front() + kDay <= now) times.pop_front();
  const absl::Time by_day = FreeAgain(times, calls->per_day, kDay);
  const absl::Time by_hour = FreeAgain(times, calls->per_hour, kHour);
  if (now < std::max(by_day, by_hour)) {
    return by_day >= by_hour
               ? TooMany(staff, calls->per_day, "24 hours", "TOKEN_CALLS_PER_DAY", by_day - now)
               : TooMany(staff, calls->per_hour, "an hour", "TOKEN_CALLS_PER_HOUR", by_hour - now);
  }
  // A clock that was set back must not bring the times out of order.
  times.push_back(times.empty() ? now : std::max(now, times.back()));
  return absl::OkStatus();
}

}  // namespace sudare
