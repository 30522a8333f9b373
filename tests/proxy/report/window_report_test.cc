// What a report tells of maintenance windows: warnings, failed programs, people.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/csv_report.h"
#include "proxy/report/finding_text.h"
#include "proxy/report/html_report.h"
#include "proxy/report/report.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using report::Language;
using report::Words;
using sudare::v1::AuditReport;
using sudare::v1::Window;
using sudare::v1::WindowCommand;
using sudare::v1::WindowEvent;
using Finding = AuditReport::Finding;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kVendor[] = "payroll-vendor-01";
constexpr char kWarning[] = "the pledge holds until 2026-10-01 only / 誓約書の期限は2026-10-01です";

class WindowReportTest : public ::testing::Test {
 protected:
  AuditReport October() {
    log_.Close();
    auto made = report::MakeReport(log_.folder(), *report::MonthPeriod("2026-10"), {},
                                   MadeTime("2026-11-02 09:00"));
    EXPECT_THAT(made, IsOk());
    return made.value_or(AuditReport());
  }

  static std::vector<Finding> Of(const AuditReport& report, Finding::Rule rule) {
    std::vector<Finding> found;
    std::copy_if(report.findings().begin(), report.findings().end(), std::back_inserter(found),
                 [rule](const Finding& finding) { return finding.rule() == rule; });
    return found;
  }

  static std::string TextOf(const Finding& finding, Language language) {
    return report::TextOf(finding, Words(language)).what;
  }

  static Window Requested() {
    return WithEvent(MadeWindow("W00001", {kVendor}), WindowEvent::REQUESTED, "clerk");
  }
  static Window Warned(Window window) {
    window.add_warnings(kWarning);
    return window;
  }
  static Window Approved(const Window& window, const std::string& remark) {
    return WithEvent(window, WindowEvent::APPROVED, "manager", remark);
  }

  MadeLog log_;
};

TEST_F(WindowReportTest, AnApprovalInSpiteOfAWarningIsToldWithWhoAndWhy) {
  const Window window = Warned(Requested());
  log_.At("2026-10-05 10:00").Change(WindowEvent::REQUESTED, "clerk", window);
  log_.Change(WindowEvent::APPROVED, "manager", Approved(window, "pay day is near"));
  const AuditReport report = October();
  ASSERT_THAT(report.windows(), SizeIs(1));
  EXPECT_THAT(report.windows(0).warnings(), ElementsAre(kWarning));
  EXPECT_EQ(report.windows(0).approval_remark(), "pay day is near");
  const auto found = Of(report, Finding::APPROVED_WITH_WARNING);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_attention());
  EXPECT_EQ(found[0].window(), "W00001");
  EXPECT_EQ(found[0].staff(), "manager");
  EXPECT_EQ(TextOf(found[0], Language::kEnglish),
            "Window W00001 was approved or opened in spite of a warning: the pledge holds until "
            "2026-10-01 only. Approved by manager. Reason given: pay day is near.");
  EXPECT_THAT(TextOf(found[0], Language::kJapanese),
              HasSubstr("警告: 誓約書の期限は2026-10-01です"));
}

TEST_F(WindowReportTest, OneThatIsOpenedWithAWarningOfAnApprovalBeforeThePeriodIsTold) {
  Window window = Approved(Requested(), "");
  log_.At("2026-09-30 10:00").Change(WindowEvent::APPROVED, "manager", window);
  window = WithEvent(Warned(window), WindowEvent::OPENED, "clerk");
  log_.At("2026-10-02 10:00").Change(WindowEvent::OPENED, "clerk", window);
  const auto found = Of(October(), Finding::APPROVED_WITH_WARNING);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].staff(), "manager");
  EXPECT_THAT(TextOf(found[0], Language::kEnglish), HasSubstr("Reason given: none."));
}

TEST_F(WindowReportTest, AWarningThatWentAwayOrWasHeededIsNoFinding) {
  const Window window = Warned(Requested());
  log_.At("2026-10-05 10:00").Change(WindowEvent::REQUESTED, "clerk", window);
  log_.Change(WindowEvent::REJECTED, "manager",
              WithEvent(window, WindowEvent::REJECTED, "manager", "no report"));
  // Was about to be approved, and wasn't.
  log_.Change(WindowEvent::APPROVED, "manager", Approved(window, "x"), "ABORTED",
              "CHANGED_MEANWHILE");
  // What a record of closing has of warnings is that of last month's opening.
  Window old = Warned(Approved(MadeWindow("W00000", {kVendor}), "y"));
  log_.At("2026-10-06 10:00").Change(WindowEvent::CLOSED, "clerk", old);
  const AuditReport report = October();
  EXPECT_THAT(Of(report, Finding::APPROVED_WITH_WARNING), IsEmpty());
  ASSERT_THAT(report.windows(), SizeIs(2));
  EXPECT_THAT(report.windows(0).warnings(), IsEmpty());
  EXPECT_THAT(report.windows(1).warnings(), SizeIs(1));
}

TEST_F(WindowReportTest, RefusalsForOverdueReportsAndMissingReasonsStandInTheirTable) {
  log_.At("2026-10-05 10:00")
      .RefusedChange(WindowEvent::REQUESTED, "clerk", "", "FAILED_PRECONDITION",
                     "SECURITY_REPORT_OVERDUE")
      .RefusedChange(WindowEvent::APPROVED, "manager", "W00001", "FAILED_PRECONDITION",
                     "OVERRIDE_NEEDED");
  const AuditReport report = October();
  ASSERT_THAT(report.refusals(), SizeIs(2));
  EXPECT_EQ(report.refusals(0).staff(), "clerk");
  EXPECT_EQ(report.refusals(0).reason(), "SECURITY_REPORT_OVERDUE");
  EXPECT_EQ(report.refusals(1).reason(), "OVERRIDE_NEEDED");
  const std::string page = report::HtmlReport(report, Words(Language::kJapanese));
  EXPECT_THAT(page, HasSubstr("セキュリティ監査報告書の未提出"));
  EXPECT_THAT(page, HasSubstr("警告のある申請の理由のない承認"));
}

TEST_F(WindowReportTest, AWindowIsDescribedByItsRequestAlone) {
  log_.At("2026-10-05 10:00").Change(WindowEvent::REQUESTED, "clerk", Requested());
  const AuditReport report = October();
  ASSERT_THAT(report.windows(), SizeIs(1));
  EXPECT_EQ(report.windows(0).ticket(), "2026-0815");
  EXPECT_EQ(report.windows(0).persons(0).account(), kVendor);
}

TEST_F(WindowReportTest, ALineThatWasSwitchedOffLateIsToldWithTheTime) {
  log_.At("2026-10-05 12:00").Command("W00001", WindowCommand::OPEN, 0);
  log_.At("2026-10-05 13:00").Command("W00001", WindowCommand::CLOSE, 1);
  log_.At("2026-10-05 13:04").Command("W00001", WindowCommand::CLOSE, 1);
  log_.At("2026-10-05 13:10").Command("W00001", WindowCommand::CLOSE, 0);
  const auto found = Of(October(), Finding::LINE_LEFT_ON);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_attention());
  EXPECT_EQ(found[0].count(), 2u);
  EXPECT_THAT(TextOf(found[0], Language::kEnglish),
              HasSubstr("failed (at closing: 2). The line may have stayed on from 2026-10-05 13:00 "
                        "to 2026-10-05 13:10."));
  EXPECT_THAT(TextOf(found[0], Language::kJapanese),
              HasSubstr("(切断時2回)。2026-10-05 13:00から2026-10-05 13:10まで"));
}

TEST_F(WindowReportTest, ALineThatNothingSwitchedOffMayBeOnToTheEndOfThePeriod) {
  log_.At("2026-10-05 13:00").Command("W00001", WindowCommand::CLOSE, 1);
  // Of the next month's report.
  log_.At("2026-11-01 00:00").Command("W00001", WindowCommand::CLOSE, 0);
  const auto found = Of(October(), Finding::LINE_LEFT_ON);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(TextOf(found[0], Language::kEnglish), HasSubstr("to the period's end."));
}

TEST_F(WindowReportTest, OtherFailedProgramsAreToldWithoutALine) {
  log_.At("2026-10-05 12:00")
      .Command("W00001", WindowCommand::OPEN, 2)
      .Command("W00001", WindowCommand::OPEN, 2)
      .Command("W00001", WindowCommand::ENDS_SOON, 1)
      .Command("W00001", WindowCommand::CLOSE, 0)
      .Command("W00002", WindowCommand::OPEN, 0);
  const AuditReport report = October();
  EXPECT_THAT(Of(report, Finding::LINE_LEFT_ON), IsEmpty());
  const auto found = Of(report, Finding::COMMAND_FAILED);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(TextOf(found[0], Language::kEnglish),
            "Programs that were run for window W00001 failed 3 times (at opening: 2, to tell of "
            "the end: 1).");
  EXPECT_THAT(report::HtmlReport(report, Words(Language::kEnglish)),
              HasSubstr("failed</b> program at opening, 2 times"));
  EXPECT_THAT(report::CsvReport(report, Words(Language::kEnglish)),
              HasSubstr("window,W00001,\"payroll-maintenance\",failed_OPEN,2"));
}

TEST_F(WindowReportTest, PeopleAreCountedOnceAMonthAndNobodyIsNotZero) {
  log_.At("2026-10-05 12:00")
      .QueryOfPersons(kVendor, "W00001", 12, 12)
      .QueryOfPersons(kVendor, "W00001", 10, 3);
  // Sees only whom it saw before.
  log_.QueryOfPersons("payroll-vendor-02", "W00001", 5, 0);
  log_.Query("attendance-vendor-01", "SELECT 1", 9);
  const AuditReport report = October();
  ASSERT_THAT(report.accounts(), SizeIs(3));
  EXPECT_EQ(report.accounts(0).persons(), 15u);
  EXPECT_EQ(report.accounts(1).account(), "attendance-vendor-01");
  EXPECT_FALSE(report.accounts(1).has_persons());
  EXPECT_TRUE(report.accounts(2).has_persons());
  EXPECT_EQ(report.accounts(2).persons(), 0u);
  EXPECT_EQ(report.days(4).new_persons(), 15u);
  const std::string csv = report::CsvReport(report, Words(Language::kEnglish));
  EXPECT_THAT(csv, HasSubstr("account,\"payroll-vendor-02\",\"payroll-vendor\",persons,0"));
  EXPECT_THAT(csv, Not(HasSubstr("\"attendance-vendor\",persons")));
  EXPECT_THAT(csv, HasSubstr("day,\"2026-10-05\",,new_persons,15"));
  EXPECT_THAT(report::HtmlReport(report, Words(Language::kEnglish)),
              HasSubstr("People who were new to an account"));
}

TEST_F(WindowReportTest, WhereNobodyIsCountedNoDayIs) {
  log_.At("2026-10-05 12:00").Query(kVendor, "SELECT 1", 9);
  const AuditReport report = October();
  EXPECT_FALSE(report.days(4).has_new_persons());
  EXPECT_THAT(report::HtmlReport(report, Words(Language::kEnglish)),
              Not(HasSubstr("People who were new to an account")));
}

TEST_F(WindowReportTest, AWindowTellsHowManyPeopleItWasShownIfItHasABudgetOfThem) {
  Window counted = MadeWindow("W00001", {kVendor});
  counted.set_person_budget(50);
  counted.set_persons_seen(3);
  log_.At("2026-10-05 12:00").Change(WindowEvent::OPENED, "clerk", counted);
  counted.set_persons_seen(17);
  log_.Change(WindowEvent::CLOSED, "clerk", counted);
  log_.Change(WindowEvent::CLOSED, "clerk", MadeWindow("W00002", {kVendor}));
  const AuditReport report = October();
  ASSERT_THAT(report.windows(), SizeIs(2));
  EXPECT_EQ(report.windows(0).persons_seen(), 17u);
  EXPECT_FALSE(report.windows(1).has_persons_seen());
}

}  // namespace
}  // namespace sudare::testing
