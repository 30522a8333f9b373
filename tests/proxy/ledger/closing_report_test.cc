// What the closing report says of one window.
#include "proxy/ledger/closing_report.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/report/period.h"
#include "tests/proxy/ledger/made_windows.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ClosingReport;
using sudare::v1::WindowEvent;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Finding = sudare::v1::AuditReport::Finding;
using Step = ClosingReport::Step;

ClosingReport Made(const MadeLog& log, const std::string& id) {
  absl::StatusOr<ClosingReport> made =
      ledger::MakeClosingReport(log.folder(), id, absl::FromUnixSeconds(1'800'000'000));
  EXPECT_THAT(made, IsOk());
  return made.ok() ? *std::move(made) : ClosingReport();
}

std::vector<std::string> Steps(const ClosingReport& report) {
  std::vector<std::string> steps;
  for (const Step& step : report.steps()) {
    steps.push_back(step.what().empty() ? Step::Kind_Name(step.kind()) : step.what());
  }
  return steps;
}

std::vector<Finding::Rule> Rules(const ClosingReport& report) {
  std::vector<Finding::Rule> rules;
  for (const Finding& finding : report.findings()) rules.push_back(finding.rule());
  return rules;
}

class ClosingReportTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    log_ = new MadeLog();
    WriteNovember(log_);
  }
  static void TearDownTestSuite() { delete log_; }

  static MadeLog* log_;
};

MadeLog* ClosingReportTest::log_ = nullptr;

TEST_F(ClosingReportTest, StepsComeInOrderWithTheirRecords) {
  const ClosingReport report = Made(*log_, "W00002");
  EXPECT_THAT(Steps(report), ElementsAre("REQUESTED", "APPROVED", "OPENED", "FIRST_QUERY",
                                         "LAST_QUERY", "CLOSED", "VALUE"));
  for (const Step& step : report.steps()) {
    const bool is_query = step.kind() == Step::FIRST_QUERY || step.kind() == Step::LAST_QUERY;
    EXPECT_EQ(step.sequence() > 0, !is_query) << step.ShortDebugString();
  }
  EXPECT_EQ(report.steps(6).remark(), "障害票 2026-118 の本人確認");
}

TEST_F(ClosingReportTest, QueriesAreToldByShapeWithWhatTheySaw) {
  const ClosingReport report = Made(*log_, "W00002");
  ASSERT_THAT(report.shapes(), SizeIs(3));
  EXPECT_EQ(report.shapes(0).use().rows(), 1200);
  EXPECT_EQ(report.shapes(0).columns(0).mask(), "allow");
  EXPECT_EQ(report.shapes(1).use().queries(), 12);
  EXPECT_EQ(report.shapes(2).use().refusals(), 1);
  ASSERT_THAT(report.refusals(), SizeIs(1));
  EXPECT_EQ(report.refusals(0).reason(), "FUNCTION_NOT_ALLOWED");
  ASSERT_THAT(report.calls(), SizeIs(1));
  EXPECT_EQ(report.calls(0).staff(), "personnel-clerk-02");
  EXPECT_THAT(report.policies(), SizeIs(1));
}

TEST_F(ClosingReportTest, WhatIsOutOfTheOrdinaryInItIsToldAndNothingElse) {
  const ClosingReport bulk = Made(*log_, "W00003");
  EXPECT_THAT(Rules(bulk), Contains(Finding::BULK_READING));
  EXPECT_THAT(Rules(bulk), Contains(Finding::NEW_CLASSES));
  EXPECT_THAT(Rules(bulk), Contains(Finding::WINDOW_LEFT_OPEN));
  EXPECT_GT(bulk.baseline_days(), 0);
  EXPECT_THAT(Steps(bulk), Contains("ABORTED"));
  EXPECT_THAT(Rules(Made(*log_, "W00005")), IsEmpty());
  EXPECT_THAT(Rules(Made(*log_, "W00002")), Not(Contains(Finding::BULK_READING)));
}

TEST_F(ClosingReportTest, RefusedChangesAreSteps) {
  const ClosingReport report = Made(*log_, "W00003");
  EXPECT_EQ(report.steps(1).kind(), Step::REFUSED_CHANGE);
  EXPECT_EQ(report.steps(1).reason(), "FOUR_EYES");
  EXPECT_EQ(report.steps(1).staff(), "personnel-clerk-01");
}

TEST_F(ClosingReportTest, WhatTheServerDidMeanwhileIsAStep) {
  EXPECT_THAT(Steps(Made(*log_, "W00009")), Contains("STARTED"));
  EXPECT_THAT(Steps(Made(*log_, "W00002")), Not(Contains("STARTED")));
}

TEST_F(ClosingReportTest, AnUnknownWindowSaysSoInBothLanguages) {
  const auto made = ledger::MakeClosingReport(log_->folder(), "W00099", absl::Now());
  EXPECT_THAT(made, StatusIs(absl::StatusCode::kNotFound, ::testing::HasSubstr("W00099")));
  EXPECT_THAT(DetailOf(made.status()).reason(), Not(IsEmpty()));
}

TEST_F(ClosingReportTest, LogInsOfItsPersonsCountWhileItIsOpen) {
  MadeLog log;
  MadeWindows windows(&log);
  windows.At("2026-11-04 08:00");
  log.Login("payroll-vendor-01", true);
  const std::string id = windows.Request({"2026-11-04 08:00", "2026-11-04 12:00"});
  windows.Change(id, WindowEvent::APPROVED, "head").At("2026-11-04 09:00");
  windows.Change(id, WindowEvent::OPENED, "clerk");
  windows.At("2026-11-04 10:00");
  log.Login("payroll-vendor-01", true).Login("payroll-vendor-01", true);
  log.Login("payroll-vendor-01", false).Login("attendance-vendor-01", true);
  windows.At("2026-11-04 11:00").Change(id, WindowEvent::CLOSED, "clerk");
  log.Login("payroll-vendor-01", true);
  log.Close();
  EXPECT_THAT(Steps(Made(log, id)),
              ElementsAre("REQUESTED", "APPROVED", "OPENED", "LOGIN", "FAILED_LOGIN", "CLOSED"));
}

TEST_F(ClosingReportTest, EnumerationIsFound) {
  MadeLog log;
  MadeWindows windows(&log);
  windows.At("2026-11-04 08:00");
  const std::string id = windows.Request({"2026-11-04 08:00", "2026-11-04 12:00"});
  windows.Change(id, WindowEvent::OPENED, "clerk");
  for (int i = 0; i < 120; ++i) windows.Query(id, "payroll-vendor-01", "SELECT 1", 1);
  log.Close();
  EXPECT_THAT(Rules(Made(log, id)), Contains(Finding::ENUMERATION));
}

}  // namespace
}  // namespace sudare::testing
