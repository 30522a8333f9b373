#include "proxy/report/review_calendar.h"

#include <algorithm>

#include "proxy/report/period.h"

namespace sudare::report {
namespace {

// Against clocks that were years off once.
constexpr int64_t kMostMonths = 240;

}  // namespace

void ReviewCalendar::Add(const sudare::v1::AuditRecord& record) {
  std::lock_guard<std::mutex> lock(mutex_);
  first_ = std::min(first_, TimeOf(record.time()));
  if (record.has_sign_off()) signed_.insert(record.sign_off().month());
}

void ReviewCalendar::SignedOff(const std::string& month) {
  std::lock_guard<std::mutex> lock(mutex_);
  signed_.insert(month);
}

std::vector<std::string> ReviewCalendar::Unsigned(absl::Time now) const { return OverFor(0, now); }

std::vector<std::string> ReviewCalendar::Overdue(absl::Time now) const {
  return OverFor(static_cast<int64_t>(rules_.grace_days), now);
}

std::vector<std::string> ReviewCalendar::OverFor(int64_t days, absl::Time now) const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> months;
  if (first_ == absl::InfiniteFuture()) return months;
  const absl::CivilDay today = DayOf(now);
  absl::CivilMonth month(DayOf(first_));
  if (rules_.since.has_value()) month = std::max(month, *rules_.since);
  month = std::max(month, absl::CivilMonth(today) - kMostMonths);
  for (; absl::CivilDay(month + 1) + days <= today; ++month) {
    const std::string name = MonthText(month);
    if (signed_.count(name) == 0) months.push_back(name);
  }
  return months;
}

}  // namespace sudare::report
