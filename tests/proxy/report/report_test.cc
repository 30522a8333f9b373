// What a report says of a made-up month: counts, what is out of the ordinary, and the digest.
#include "proxy/report/report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/summary_text.h"
#include "proxy/report/usage.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditReport;
using sudare::v1::AuditReportOptions;
using sudare::v1::ServerEvent;
using Finding = AuditReport::Finding;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kByKey[] = "SELECT gross FROM payroll.payslips WHERE employee_no = $1";
constexpr char kVendor[] = "payroll-vendor-01";

absl::Time TimeIn(const std::string& text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, report::Tokyo(), &time, nullptr)) << text;
  return time;
}

class ReportTest : public ::testing::Test {
 protected:
  // Ten ordinary days in September.
  ReportTest() {
    for (int day = 7; day <= 18; ++day) {
      if (day == 12 || day == 13) continue;
      log_.At(absl::StrCat("2026-09-", day < 10 ? "0" : "", day, " 10:00"));
      for (int i = 0; i < 10; ++i) log_.Query(kVendor, kByKey, 1);
    }
  }

  AuditReport October(const AuditReportOptions& options = {},
                      const std::string& now = "2026-11-02 09:00") {
    log_.Close();
    auto made =
        report::MakeReport(log_.folder(), *report::MonthPeriod("2026-10"), options, TimeIn(now));
    EXPECT_THAT(made, IsOk());
    return made.value_or(AuditReport());
  }

  static std::vector<Finding> Of(const AuditReport& report, Finding::Rule rule) {
    std::vector<Finding> found;
    std::copy_if(report.findings().begin(), report.findings().end(), std::back_inserter(found),
                 [rule](const Finding& finding) { return finding.rule() == rule; });
    return found;
  }

  void Repeat(int times, const std::string& sql, uint64_t rows) {
    for (int i = 0; i < times; ++i) log_.Query(kVendor, sql, rows);
  }

  MadeLog log_;
};

TEST_F(ReportTest, OrdinaryWorkNeedsNoAttention) {
  log_.At("2026-10-05 10:00");
  Repeat(12, kByKey, 1);
  const AuditReport report = October();
  EXPECT_EQ(report::NeedsAttention(report), 0) << report.DebugString();
  EXPECT_THAT(report.findings(), IsEmpty());
  EXPECT_EQ(report.total().queries(), 12u);
  EXPECT_EQ(report.total().rows(), 12u);
  EXPECT_EQ(report.log().baseline_days(), 24u);
}

TEST_F(ReportTest, ManyRowsInADayAreBulkReading) {
  log_.At("2026-10-05 10:00").Query(kVendor, kByKey, 49'999).At("2026-10-06 10:00");
  Repeat(10, kByKey, 5'000);
  const auto found = Of(October(), Finding::BULK_READING);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].day(), "2026-10-06");
  EXPECT_EQ(found[0].count(), 50'000u);
  EXPECT_EQ(found[0].usual(), 10u);
  // The fifth is far above ten rows a day, too.
  EXPECT_EQ(found[0].days(), 2u);
}

TEST_F(ReportTest, WhatIsUsualOfAnAccountIsNoBulkReading) {
  log_.At("2026-09-28 10:00").Query(kVendor, kByKey, 60'000);
  log_.At("2026-10-05 10:00").Query(kVendor, kByKey, 70'000);
  const AuditReport report = October();
  EXPECT_THAT(Of(report, Finding::BULK_READING), IsEmpty());
  EXPECT_EQ(report::NeedsAttention(report), 0) << report.DebugString();
}

// As many people in a query, so many of them new in the month.
void Meet(MadeLog& log, uint64_t persons, uint64_t fresh) {
  static int id = 0;
  const std::string query = absl::StrCat("p", ++id);
  log.Intent(kVendor, kByKey, query);
  sudare::v1::AuditRecord record;
  record.mutable_outcome()->set_query_id(query);
  record.mutable_outcome()->set_status("OK");
  record.mutable_outcome()->set_rows(persons);
  record.mutable_outcome()->set_persons(persons);
  record.mutable_outcome()->set_new_persons(fresh);
  log.Append(std::move(record));
}

TEST_F(ReportTest, EverNewPeopleALittleEachDayAreSlowEnumeration) {
  // Twelve a day on seventeen days: below all that is said of a day.
  for (int day = 1; day <= 23; ++day) {
    if (absl::GetWeekday(absl::CivilDay(2026, 10, day)) >= absl::Weekday::saturday) continue;
    log_.At(absl::StrCat("2026-10-", day < 10 ? "0" : "", day, " 10:00"));
    for (int i = 0; i < 4; ++i) Meet(log_, 3, 3);
  }
  const AuditReport report = October();
  const auto found = Of(report, Finding::SLOW_ENUMERATION);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_attention());
  EXPECT_EQ(found[0].account(), kVendor);
  EXPECT_EQ(found[0].count(), 204u);
  EXPECT_EQ(found[0].days(), 17u);
  EXPECT_EQ(found[0].day(), "2026-10-01");
  EXPECT_THAT(found[0].names(), ElementsAre("12"));
  // Nothing else would have told.
  EXPECT_EQ(report::NeedsAttention(report), 1) << report.DebugString();
}

TEST_F(ReportTest, WhoComesBackToTheSamePeopleEnumeratesNobody) {
  for (int day = 1; day <= 23; ++day) {
    if (absl::GetWeekday(absl::CivilDay(2026, 10, day)) >= absl::Weekday::saturday) continue;
    log_.At(absl::StrCat("2026-10-", day < 10 ? "0" : "", day, " 10:00"));
    Meet(log_, 12, day == 1 ? 12 : 1);
  }
  EXPECT_THAT(Of(October(), Finding::SLOW_ENUMERATION), IsEmpty());
}

TEST_F(ReportTest, ManyNewPeopleOnFewDaysAreNoHabit) {
  log_.At("2026-10-05 10:00");
  Meet(log_, 900, 900);
  EXPECT_THAT(Of(October(), Finding::SLOW_ENUMERATION), IsEmpty());
}

TEST_F(ReportTest, ManyLookUpsInAShortTimeAreEnumeration) {
  log_.At("2026-10-05 10:00");
  // Two seconds each: within ten minutes.
  Repeat(100, kByKey, 1);
  const auto found = Of(October(), Finding::ENUMERATION);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_attention());
  EXPECT_EQ(found[0].account(), kVendor);
  EXPECT_EQ(found[0].normalized_sql(), kByKey);
}

TEST_F(ReportTest, FewLookUpsAndLongAnswersAreNoEnumeration) {
  log_.At("2026-10-05 10:00");
  Repeat(99, kByKey, 1);
  log_.At("2026-10-06 10:00");
  Repeat(150, kByKey, 6);
  EXPECT_THAT(Of(October(), Finding::ENUMERATION), IsEmpty());
}

TEST_F(ReportTest, SlowReadingOneRowAMinuteIsFoundToo) {
  for (int minute = 0; minute < 300; ++minute) {
    const int of_day = 10 * 60 + minute;
    log_.At(
        absl::StrCat("2026-10-05 ", of_day / 60, ":", of_day % 60 < 10 ? "0" : "", of_day % 60));
    log_.Query(kVendor, kByKey, 1);
  }
  const auto found = Of(October(), Finding::ENUMERATION);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].count(), 300u);
}

TEST_F(ReportTest, DaysAndHoursAreThoseOfJapan) {
  // The last moments of September and of October elsewhere are October and November here.
  log_.At("2026-10-01 00:00").Query(kVendor, kByKey, 1);
  log_.At("2026-10-05 07:59").Query(kVendor, kByKey, 1);
  log_.At("2026-10-05 08:00").Query(kVendor, kByKey, 1);
  log_.At("2026-10-05 20:00").Query(kVendor, kByKey, 1);
  log_.At("2026-10-10 12:00").Query(kVendor, kByKey, 1);
  log_.At("2026-11-01 00:00").Query(kVendor, kByKey, 1);
  const AuditReport report = October();
  EXPECT_EQ(report.total().queries(), 5u);
  EXPECT_EQ(report.total().odd_hour_queries(), 4u);
  EXPECT_EQ(report.days(0).queries(), 1u);
  EXPECT_EQ(report.hours(7), 1u);
  ASSERT_THAT(Of(report, Finding::ODD_HOURS), SizeIs(1));
  EXPECT_TRUE(Of(report, Finding::ODD_HOURS)[0].needs_attention());
}

TEST_F(ReportTest, NamedHolidaysAreDaysOff) {
  log_.At("2026-10-12 12:00").Query(kVendor, kByKey, 1);
  AuditReportOptions options;
  EXPECT_EQ(October(options).total().odd_hour_queries(), 0u);
  options.add_holidays("2026-10-12");
  EXPECT_EQ(October(options).total().odd_hour_queries(), 1u);
}

TEST_F(ReportTest, RefusalsAreTold) {
  log_.At("2026-10-05 10:00");
  for (int i = 0; i < 20; ++i) log_.Refusal(kVendor, "INVALID_ARGUMENT", "HIDDEN_OR_MISSING");
  log_.Refusal(kVendor, "FAILED_PRECONDITION", "NO_OPEN_WINDOW");
  // Neither is outside of one.
  log_.Refusal(kVendor, "RESOURCE_EXHAUSTED", "WINDOW_ROWS");
  log_.Refusal(kVendor, "UNAVAILABLE", "WINDOW_STATE_UNAVAILABLE");
  log_.Refusal("payroll-vendor-02", "FAILED_PRECONDITION", "PLEDGE_EXPIRED");
  const AuditReport report = October();
  EXPECT_EQ(report.total().refusals(), 24u);
  EXPECT_EQ(report.total().off_window(), 1u);
  const auto refusals = Of(report, Finding::REFUSALS);
  ASSERT_THAT(refusals, SizeIs(1));
  EXPECT_THAT(refusals[0].names(), ElementsAre("HIDDEN_OR_MISSING", "NO_OPEN_WINDOW", "WINDOW_ROWS",
                                               "WINDOW_STATE_UNAVAILABLE"));
  EXPECT_THAT(Of(report, Finding::OFF_WINDOW), SizeIs(1));
  ASSERT_THAT(Of(report, Finding::NO_PLEDGE), SizeIs(1));
  EXPECT_EQ(Of(report, Finding::NO_PLEDGE)[0].account(), "payroll-vendor-02");
}

TEST_F(ReportTest, WhatWasNeverSeenBeforeIsTold) {
  log_.At("2026-10-05 10:00").Query(kVendor, "SELECT account_no FROM payroll.bank_accounts", 3);
  log_.Query("payroll-vendor-03", kByKey, 1);
  const AuditReport report = October();
  const auto classes = Of(report, Finding::NEW_CLASSES);
  ASSERT_THAT(classes, SizeIs(1));
  EXPECT_THAT(classes[0].names(), ElementsAre("bank_account/partial"));
  ASSERT_THAT(Of(report, Finding::NEW_SHAPES), SizeIs(1));
  ASSERT_THAT(Of(report, Finding::NEW_ACCOUNT), SizeIs(1));
  EXPECT_EQ(Of(report, Finding::NEW_ACCOUNT)[0].account(), "payroll-vendor-03");
  EXPECT_EQ(report.new_shapes(), 2u);
}

TEST_F(ReportTest, LookUpsOfTokensAreCountedByPersonWithTheirPurposes) {
  log_.At("2026-10-05 10:00");
  for (int i = 0; i < 20; ++i) log_.Detokenization("clerk", "ticket 7");
  log_.Detokenization("auditor", "", "PERMISSION_DENIED", "DUTY_MISSING");
  const AuditReport report = October();
  EXPECT_THAT(Of(report, Finding::DETOKENIZATIONS), SizeIs(1));
  EXPECT_THAT(Of(report, Finding::DETOKENIZATION_DENIED), SizeIs(1));
  ASSERT_THAT(report.staff(), SizeIs(2));
  EXPECT_EQ(report.staff(1).staff(), "clerk");
  EXPECT_THAT(report.staff(1).purposes(), ElementsAre("ticket 7"));
}

TEST_F(ReportTest, WhoActedIsAnOperatorAndWhoReviewedIsNot) {
  log_.At("2026-10-05 10:00").Detokenization("clerk", "ticket 7");
  log_.Server(ServerEvent::POLICY_LOADED, "aa", "call", "administrator");
  sudare::v1::AuditRecord reading;
  reading.mutable_log_access()->mutable_caller()->set_staff("auditor");
  reading.mutable_log_access()->set_status("OK");
  log_.Append(reading);
  const AuditReport report = October();
  EXPECT_TRUE(report::IsOperator(report, "clerk"));
  EXPECT_TRUE(report::IsOperator(report, "administrator"));
  EXPECT_FALSE(report::IsOperator(report, "auditor"));
  EXPECT_FALSE(report::IsOperator(report, "nobody"));
}

TEST_F(ReportTest, WindowsAreToldWithWhoOpenedThemAndWhatWasReadInThem) {
  log_.At("2026-10-05 10:00");
  const auto change = [this](sudare::v1::WindowEvent::Kind kind, const std::string& staff,
                             const std::string& status) {
    sudare::v1::AuditRecord record;
    sudare::v1::WindowChange* out = record.mutable_window_change();
    out->set_window("W00001");
    out->set_kind(kind);
    out->set_status(status);
    out->mutable_caller()->set_staff(staff);
    if (status.empty()) {
      out->mutable_after()->set_purpose("salary of September");
      sudare::v1::WindowPerson* person = out->mutable_after()->add_persons();
      person->set_account(kVendor);
      person->set_name("the person's own name");
      person->set_pledge("2026-014");
    }
    log_.Append(record);
  };
  change(sudare::v1::WindowEvent::OPENED, "clerk", "");
  change(sudare::v1::WindowEvent::OPENED, "clerk", "OK");
  sudare::v1::AuditRecord intent;
  intent.mutable_intent()->set_query_id("w");
  intent.mutable_intent()->mutable_caller()->set_account(kVendor);
  intent.mutable_intent()->mutable_caller()->set_window("W00001");
  log_.Append(intent).Outcome("w", 9);
  change(sudare::v1::WindowEvent::CLOSED, "clerk", "PERMISSION_DENIED");
  change(sudare::v1::WindowEvent::ENDED, "", "OK");
  const AuditReport report = October();
  ASSERT_THAT(report.windows(), SizeIs(1));
  const auto& window = report.windows(0);
  EXPECT_EQ(window.purpose(), "salary of September");
  EXPECT_EQ(window.rows(), 9u);
  EXPECT_EQ(window.refused_changes(), 1u);
  ASSERT_THAT(window.steps(), SizeIs(2));
  EXPECT_EQ(window.steps(0).what(), "OPENED");
  EXPECT_EQ(window.steps(0).staff(), "clerk");
  EXPECT_EQ(window.persons(0).pledge(), "2026-014");
  EXPECT_THAT(report::ReportJson(report), ::testing::Not(HasSubstr("own name")));
  EXPECT_THAT(Of(report, Finding::WINDOW_LEFT_OPEN), SizeIs(1));
  EXPECT_TRUE(report::IsOperator(report, "clerk"));
}

TEST_F(ReportTest, AnAccountAtTheDoorOfStaffIsTold) {
  log_.At("2026-10-05 10:00");
  sudare::v1::AuditRecord attempt;
  attempt.mutable_log_access()->mutable_caller()->set_account(kVendor);
  attempt.mutable_log_access()->set_status("PERMISSION_DENIED");
  attempt.mutable_log_access()->set_reason("NOT_STAFF");
  log_.Append(attempt);
  const auto found = Of(October(), Finding::STAFF_DOOR);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_attention());
}

TEST_F(ReportTest, AnAlteredLogGivesAReportThatSaysSo) {
  log_.At("2026-10-05 10:00").Query(kVendor, kByKey, 1);
  log_.At("2026-10-06 10:00").Query(kVendor, kByKey, 1);
  log_.Close();
  std::string bytes = log_.files().Read(1);
  const size_t last = log_.files().FrameOffsets(1).end()[-2];
  bytes[last + 20] ^= 1;
  bytes.resize(bytes.size());
  log_.files().Overwrite(1, bytes);
  const AuditReport report = October();
  EXPECT_THAT(report.log().damage(), HasSubstr("00000001.audit"));
  ASSERT_FALSE(report.findings().empty());
  EXPECT_EQ(report.findings(0).rule(), Finding::LOG_DAMAGED);
  EXPECT_EQ(report.total().queries(), 2u);
  // Before any figure.
  EXPECT_THAT(
      report::SummaryOf(report, report::Words(report::Language::kEnglish)).front(),
      ::testing::AllOf(HasSubstr("VERIFICATION FAILED"), HasSubstr("before the damage only")));
}

// An empty month and one before the log are two things.
TEST_F(ReportTest, OfAMonthBeforeTheLogItSaysThatNothingIsKnown) {
  MadeLog later;
  later.At("2026-11-05 10:00").Query(kVendor, kByKey, 1);
  later.Close();
  const auto made =
      report::MakeReport(later.folder(), *report::MonthPeriod("2026-10"), {}, absl::Now());
  ASSERT_THAT(made, IsOk());
  const auto summary = report::SummaryOf(*made, report::Words(report::Language::kEnglish));
  EXPECT_EQ(summary.front(),
            "The audit log begins on 2026-11-05: it tells nothing of October 2026.");
  for (const std::string& sentence : summary) {
    EXPECT_THAT(sentence, ::testing::Not(HasSubstr("No query")));
    EXPECT_THAT(sentence, ::testing::Not(HasSubstr("No request")));
  }
}

TEST_F(ReportTest, TheDigestIsTheSameWheneverTheReportIsMade) {
  log_.At("2026-10-05 10:00").Query(kVendor, kByKey, 1);
  const AuditReport early = October();
  EXPECT_EQ(early.digest().size(), 64u);
  // The month's last hash is known by the record after it only.
  log_.At("2026-11-05 10:00").Query(kVendor, kByKey, 1000);
  const AuditReport late = October({}, "2026-12-01 10:00");
  EXPECT_EQ(late.digest(), early.digest());
  EXPECT_EQ(late.log().last_hash(), early.log().head());
  AuditReportOptions options;
  options.set_rise(2);
  EXPECT_NE(October(options).digest(), early.digest());
  // A record that belongs to the month.
  log_.At("2026-10-31 10:00").Query(kVendor, kByKey, 1);
  EXPECT_NE(October().digest(), early.digest());
}

TEST_F(ReportTest, AQueryThatEndsAfterTheMonthBelongsToItWithItsRows) {
  log_.At("2026-10-31 23:59").Intent(kVendor, kByKey, "late");
  const std::string before = October({}, "2026-11-01 00:00").digest();
  log_.At("2026-11-01 00:01").Outcome("late", 77);
  const AuditReport report = October();
  EXPECT_EQ(report.total().rows(), 77u);
  EXPECT_EQ(report.total().unended_queries(), 0u);
  EXPECT_NE(report.digest(), before);
}

TEST_F(ReportTest, SignOffsAreShownWithWhatTheyAreAbout) {
  log_.At("2026-10-05 10:00").Query(kVendor, kByKey, 1);
  const std::string digest = October().digest();
  log_.At("2026-11-04 10:00").SignOff("auditor", "2026-10", digest, "nothing to add");
  log_.SignOff("auditor", "2026-10", "other").SignOff("auditor", "2026-09", "older");
  const AuditReport report = October();
  ASSERT_THAT(report.signatures(), SizeIs(2));
  EXPECT_TRUE(report.signatures(0).is_of_this_report());
  EXPECT_EQ(report.signatures(0).remarks(), "nothing to add");
  EXPECT_FALSE(report.signatures(1).is_of_this_report());
}

TEST_F(ReportTest, MoreShapesThanThereIsRoomForAreCountedAndTold) {
  for (size_t i = 0; i < report::Usage::kMostShapes + 10; ++i) {
    log_.At("2026-10-05 10:00").Query(kVendor, absl::StrCat("SELECT ", i), 1);
    if (i % 1000 == 0) log_.Close();
  }
  const AuditReport report = October();
  EXPECT_EQ(report.total().queries(), report::Usage::kMostShapes + 10);
  ASSERT_THAT(Of(report, Finding::NOT_ALL_COUNTED), SizeIs(1));
  EXPECT_EQ(Of(report, Finding::NOT_ALL_COUNTED)[0].count(), 10u);
}

TEST_F(ReportTest, OptionsThatContradictThemselvesAreRefused) {
  log_.Close();
  AuditReportOptions options;
  options.set_first_hour(20);
  options.set_last_hour(8);
  EXPECT_THAT(report::MakeReport(log_.folder(), *report::MonthPeriod("2026-10"), options,
                                 absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("working hours")));
  EXPECT_THAT(
      report::MakeReport("/nowhere/at-all", *report::MonthPeriod("2026-10"), {}, absl::UnixEpoch()),
      StatusIs(absl::StatusCode::kNotFound));
}

TEST(PeriodTest, MonthsAndDaysAreRead) {
  EXPECT_EQ(report::MonthPeriod("2026-02")->days(), 28);
  EXPECT_EQ(report::MonthPeriod("2026-02")->month(), "2026-02");
  EXPECT_EQ(report::DaysPeriod("2026-02-01", "2026-02-27")->month(), "");
  for (const char* text : {"2026-13", "2026-1", "26-10", "2026-10-01", "", "2026/10"}) {
    EXPECT_FALSE(report::MonthPeriod(text).ok()) << text;
  }
  EXPECT_FALSE(report::DaysPeriod("2026-02-28", "2026-02-01").ok());
  EXPECT_FALSE(report::ParseDay("2026-02-30").ok());
}

}  // namespace
}  // namespace sudare::testing
