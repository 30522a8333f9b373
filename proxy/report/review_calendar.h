// ReviewCalendar: which months of the audit log wait for their sign-off.
#ifndef SUDARE_PROXY_REPORT_REVIEW_CALENDAR_H_
#define SUDARE_PROXY_REPORT_REVIEW_CALENDAR_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"

namespace sudare::report {

struct ReviewRules {
  // Day of the next month up to which a sign-off is in time.
  uint32_t grace_days = 10;
  // The first month that needs one; unset: that of the first record.
  std::optional<absl::CivilMonth> since;
};

// Months are those of Japan. Thread-safety: internally locked.
class ReviewCalendar {
 public:
  explicit ReviewCalendar(const ReviewRules& rules) : rules_(rules) {}

  // Looks at a record of the log, in whatever order.
  void Add(const sudare::v1::AuditRecord& record);
  void SignedOff(const std::string& month);

  // "2026-10", …: over at `now` and not signed off, oldest first.
  std::vector<std::string> Unsigned(absl::Time now) const;
  // Those of them whose grace is over.
  std::vector<std::string> Overdue(absl::Time now) const;
  const ReviewRules& rules() const { return rules_; }

 private:
  // Over for `days` days at `now`.
  std::vector<std::string> OverFor(int64_t days, absl::Time now) const;

  const ReviewRules rules_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  absl::Time first_ = absl::InfiniteFuture();
  std::set<std::string> signed_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_REVIEW_CALENDAR_H_
