// RunCounter: how often something happened within ten minutes and within a day, at most.
#ifndef SUDARE_PROXY_REPORT_RUN_COUNTER_H_
#define SUDARE_PROXY_REPORT_RUN_COUNTER_H_

#include <algorithm>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "proxy/report/period.h"

namespace sudare::report {

// Constant memory: counts in steps of five minutes, two neighbours of which make the ten. What
// comes late counts for the step or day that is open. Thread-safety: one thread at a time.
class RunCounter {
 public:
  void Add(absl::Time time) {
    const int64_t step = absl::ToUnixSeconds(time) / kStepSeconds;
    if (step > step_) {
      before_ = step == step_ + 1 ? in_step_ : 0;
      in_step_ = 0;
      step_ = step;
    }
    ++in_step_;
    most_in_ten_minutes_ = std::max(most_in_ten_minutes_, before_ + in_step_);
    const absl::CivilDay day = DayOf(time);
    if (day > day_) {
      in_day_ = 0;
      day_ = day;
    }
    ++in_day_;
    if (in_day_ > most_in_a_day_) {
      most_in_a_day_ = in_day_;
      busiest_day_ = day_;
    }
  }

  uint32_t most_in_ten_minutes() const { return most_in_ten_minutes_; }
  uint32_t most_in_a_day() const { return most_in_a_day_; }
  absl::CivilDay busiest_day() const { return busiest_day_; }

 private:
  static constexpr int64_t kStepSeconds = 300;

  int64_t step_ = 0;
  uint32_t before_ = 0;
  uint32_t in_step_ = 0;
  uint32_t in_day_ = 0;
  uint32_t most_in_ten_minutes_ = 0;
  uint32_t most_in_a_day_ = 0;
  // 1970-01-01.
  absl::CivilDay day_;
  absl::CivilDay busiest_day_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_RUN_COUNTER_H_
