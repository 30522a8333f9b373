// Which months wait for their sign-off.
#include "proxy/report/review_calendar.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Time At(const std::string& day) { return absl::FromCivil(*ParseDay(day), Tokyo()); }

sudare::v1::AuditRecord RecordAt(const std::string& day) {
  sudare::v1::AuditRecord record;
  *record.mutable_time() = TimestampOf(At(day));
  return record;
}

TEST(ReviewCalendarTest, AMonthIsOverdueWhenItsGraceIsOver) {
  ReviewCalendar calendar({});
  EXPECT_THAT(calendar.Unsigned(At("2026-12-01")), IsEmpty());
  calendar.Add(RecordAt("2026-10-15"));
  EXPECT_THAT(calendar.Unsigned(At("2026-10-31")), IsEmpty());
  EXPECT_THAT(calendar.Unsigned(At("2026-11-01")), ElementsAre("2026-10"));
  EXPECT_THAT(calendar.Overdue(At("2026-11-10")), IsEmpty());
  EXPECT_THAT(calendar.Overdue(At("2026-11-11")), ElementsAre("2026-10"));
  EXPECT_THAT(calendar.Overdue(At("2026-12-11")), ElementsAre("2026-10", "2026-11"));
}

TEST(ReviewCalendarTest, ASignOffEndsTheWarning) {
  ReviewCalendar calendar({});
  calendar.Add(RecordAt("2026-09-15"));
  sudare::v1::AuditRecord sign_off = RecordAt("2026-11-02");
  sign_off.mutable_sign_off()->set_month("2026-09");
  calendar.Add(sign_off);
  EXPECT_THAT(calendar.Unsigned(At("2026-11-20")), ElementsAre("2026-10"));
  calendar.SignedOff("2026-10");
  EXPECT_THAT(calendar.Unsigned(At("2026-11-20")), IsEmpty());
}

TEST(ReviewCalendarTest, MonthsBeforeTheFirstThatCountsAreNotAskedFor) {
  ReviewRules rules;
  rules.since = absl::CivilMonth(2026, 10);
  rules.grace_days = 0;
  ReviewCalendar calendar(rules);
  calendar.Add(RecordAt("2026-04-01"));
  EXPECT_THAT(calendar.Overdue(At("2026-11-01")), ElementsAre("2026-10"));
}

}  // namespace
}  // namespace sudare::report
