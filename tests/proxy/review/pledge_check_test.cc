#include "proxy/review/pledge_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/policy/policies.h"

namespace sudare::review {
namespace {

constexpr char kPolicy[] = R"(
roles { name: "r" rules { class: "*" allow {} } }
accounts { name: "a" role: "r" certificate { san: "a" }
  pledge { document: "1" signed: "2025-04-01" expires: "2026-03-31" }
  pledge { document: "2" signed: "2026-05-01" expires: "2027-03-31" } }
)";

std::string CheckedOn(absl::CivilDay day) {
  std::string shown;
  for (const Issue& issue : CheckPledges(*testing::PolicyOf(kPolicy), day)) {
    shown += issue.code + ": " + issue.ToString();
  }
  return shown;
}

TEST(PledgeCheck, SaysNothingOnDaysOfAPledge) {
  EXPECT_EQ(CheckedOn(absl::CivilDay(2026, 3, 31)), "");
  EXPECT_EQ(CheckedOn(absl::CivilDay(2026, 5, 1)), "");
}

TEST(PledgeCheck, WarnsBetweenPledgesAndAfterTheLast) {
  EXPECT_EQ(CheckedOn(absl::CivilDay(2026, 4, 15)),
            "no-valid-pledge: p.textproto:3:1: warning: account `a` has no pledge that is valid on "
            "2026-04-15: it is refused\n  one begins on 2026-05-01; add a new one, or remove the "
            "account");
  EXPECT_EQ(CheckedOn(absl::CivilDay(2027, 4, 1)),
            "no-valid-pledge: p.textproto:3:1: warning: account `a` has no pledge that is valid on "
            "2027-04-01: it is refused\n  the last one expired on 2027-03-31; add a new one, or "
            "remove the account");
}

std::string ReportsOn(absl::CivilDay day) {
  const auto policy = testing::PolicyOf(R"(
organizations { name: "v" security_report { date: "2025-04-01" } overdue_report: BLOCK
  security_report { date: "2024-03-01" } }
)");
  std::string shown;
  for (const Issue& issue : CheckReports(*policy, day)) shown += issue.code + ": " + issue.message;
  return shown;
}

TEST(ReportCheck, WarnsAMonthBeforeAReportIsDueAndAfter) {
  EXPECT_EQ(ReportsOn(absl::CivilDay(2026, 3, 1)), "");
  EXPECT_EQ(ReportsOn(absl::CivilDay(2026, 3, 2)),
            "report-due-soon: the report on security of organization `v` is due on 2026-04-01: "
            "without one its accounts are refused");
  EXPECT_THAT(ReportsOn(absl::CivilDay(2026, 4, 1)), ::testing::HasSubstr("report-due-soon"));
  EXPECT_EQ(ReportsOn(absl::CivilDay(2026, 4, 2)),
            "report-overdue: the report on security of organization `v` was due on 2026-04-01: "
            "without one its accounts are refused");
  // A report of the future counts for nothing yet.
  EXPECT_EQ(ReportsOn(absl::CivilDay(2024, 2, 1)),
            "report-overdue: organization `v` has no report on security: without one its accounts "
            "are refused");
}

}  // namespace
}  // namespace sudare::review
