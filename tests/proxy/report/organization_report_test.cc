// One organization's part of the report: all of its own, nothing of others, nothing that people
// wrote.
#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/csv_report.h"
#include "proxy/report/html_report.h"
#include "proxy/report/report.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using report::Language;
using report::Words;
using sudare::v1::AuditRecord;
using sudare::v1::AuditReport;
using sudare::v1::AuditReportOptions;
using sudare::v1::ServerEvent;
using sudare::v1::Window;
using sudare::v1::WindowEvent;
using Finding = AuditReport::Finding;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kOrganization[] = "payroll-vendor";

class OrganizationReportTest : public ::testing::Test {
 protected:
  absl::StatusOr<AuditReport> Make(const std::string& organization) {
    log_.Close();
    AuditReportOptions options;
    options.set_organization(organization);
    return report::MakeReport(log_.folder(), *report::MonthPeriod("2026-10"), options,
                              MadeTime("2026-11-02 09:00"));
  }
  AuditReport October(const std::string& organization = kOrganization) {
    auto made = Make(organization);
    EXPECT_THAT(made, IsOk());
    return made.value_or(AuditReport());
  }

  // The report in all forms that leave the house.
  static std::string AllOf(const AuditReport& report) {
    std::string all = report::ReportJson(report);
    for (const Language language : {Language::kJapanese, Language::kEnglish}) {
      all +=
          report::HtmlReport(report, Words(language)) + report::CsvReport(report, Words(language));
    }
    return all;
  }

  MadeLog log_;
};

TEST_F(OrganizationReportTest, ItHasItsOwnFiguresAndThoseOfNobodyElse) {
  WriteBusyQuarter(&log_);
  const AuditReport whole = October("");
  const AuditReport payroll = October();
  const AuditReport attendance = October("attendance-vendor");
  EXPECT_GT(payroll.total().queries(), 0u);
  EXPECT_EQ(payroll.total().queries() + attendance.total().queries(), whole.total().queries());
  EXPECT_EQ(payroll.total().rows() + attendance.total().rows(), whole.total().rows());
  EXPECT_EQ(payroll.total().refusals(), 3u);
  // Of nobody known; it may be anybody's.
  EXPECT_EQ(payroll.total().failed_logins(), 0u);
  EXPECT_EQ(payroll.total().detokenizations(), 0u);
  EXPECT_FALSE(absl::StrContains(AllOf(payroll), "attendance"));
  EXPECT_FALSE(absl::StrContains(AllOf(attendance), "payroll-vendor"));
  ASSERT_THAT(payroll.windows(), SizeIs(1));
  EXPECT_EQ(payroll.windows(0).window(), "W00007");
  ASSERT_THAT(attendance.windows(), SizeIs(1));
  EXPECT_EQ(attendance.windows(0).window(), "W00008");
}

TEST_F(OrganizationReportTest, StaffStandInTheStepsOfItsWindowsAlone) {
  WriteBusyQuarter(&log_);
  log_.At("2026-11-02 10:00").SignOff("information-systems-02", "2026-10", "x", "read by me");
  const AuditReport report = October();
  EXPECT_THAT(report.staff(), IsEmpty());
  EXPECT_THAT(report.detokenizations(), IsEmpty());
  EXPECT_THAT(report.signatures(), IsEmpty());
  for (const auto& refusal : report.refusals()) EXPECT_EQ(refusal.staff(), "");
  const std::string all = AllOf(report);
  EXPECT_THAT(all, HasSubstr("personnel-clerk-02"));
  for (const char* who : {"administrator", "information-systems", "read by me", "ticket 2026-09"}) {
    EXPECT_FALSE(absl::StrContains(all, who)) << who;
  }
}

TEST_F(OrganizationReportTest, WhatPeopleWroteIsLeftOutAndNumbersInIt) {
  Window window = MadeWindow("W00001", {"payroll-vendor-01"});
  window.set_purpose("pay of 1234 5678 9018");
  window.set_ticket("2026-0815 (tel. 090-1234-5678)");
  window.add_warnings("the pledge of secrecy of account `payroll-vendor-01` holds / …");
  window = WithEvent(window, WindowEvent::APPROVED, "manager", "since Yamada asked");
  log_.At("2026-10-05 10:00").Change(WindowEvent::APPROVED, "manager", window);
  AuditRecord intent;
  intent.mutable_intent()->set_query_id("p");
  intent.mutable_intent()->mutable_caller()->set_account("payroll-vendor-01");
  intent.mutable_intent()->mutable_caller()->set_organization(kOrganization);
  intent.mutable_intent()->set_purpose("Tanaka's salary");
  log_.Append(intent).Outcome("p", 1);
  const AuditReport report = October();
  EXPECT_EQ(report.windows(0).purpose(), "pay of [#]");
  EXPECT_EQ(report.windows(0).ticket(), "2026-0815 (tel. [#])");
  // That there was a reason is told.
  EXPECT_EQ(report.windows(0).approval_remark(), "[…]");
  EXPECT_EQ(report.accounts(0).account(), "payroll-vendor-01");
  EXPECT_THAT(report.accounts(0).purposes(), IsEmpty());
  for (const char* name : {"Yamada", "Tanaka", "電話", "名簿"}) {
    EXPECT_FALSE(absl::StrContains(AllOf(report), name)) << name;
  }
}

TEST_F(OrganizationReportTest, OfAWindowThatItSharesItHasItsOwnPersonsAndWarnings) {
  Window window = MadeWindow("W00001", {"payroll-vendor-01", "attendance-vendor-01"});
  window.set_role("maintenance");
  window.set_person_budget(50);
  window.set_persons_seen(20);
  window.add_warnings("the pledge of secrecy of account `attendance-vendor-01` holds / …");
  window = WithEvent(window, WindowEvent::APPROVED, "manager", "why not");
  log_.At("2026-10-05 10:00").Change(WindowEvent::APPROVED, "manager", window);
  const AuditReport payroll = October();
  ASSERT_THAT(payroll.windows(), SizeIs(1));
  ASSERT_THAT(payroll.windows(0).persons(), SizeIs(1));
  EXPECT_FALSE(payroll.windows(0).has_persons_seen());
  EXPECT_FALSE(absl::StrContains(AllOf(payroll), "attendance"));
  EXPECT_THAT(payroll.findings(), IsEmpty());
  const AuditReport attendance = October("attendance-vendor");
  ASSERT_THAT(attendance.findings(), SizeIs(1));
  EXPECT_EQ(attendance.findings(0).rule(), Finding::APPROVED_WITH_WARNING);
}

TEST_F(OrganizationReportTest, AnAttemptAtTheWindowOfOthersDoesNotShowIt) {
  log_.At("2026-10-05 10:00")
      .Change(WindowEvent::REQUESTED, "clerk", MadeWindow("W00002", {"attendance-vendor-01"}));
  AuditRecord attempt;
  attempt.mutable_window_change()->mutable_caller()->set_account("payroll-vendor-01");
  attempt.mutable_window_change()->mutable_caller()->set_organization(kOrganization);
  attempt.mutable_window_change()->set_window("W00002");
  attempt.mutable_window_change()->set_kind(WindowEvent::APPROVED);
  attempt.mutable_window_change()->set_status("PERMISSION_DENIED");
  attempt.mutable_window_change()->set_reason("NOT_STAFF");
  log_.Append(attempt);
  const AuditReport report = October();
  EXPECT_THAT(report.windows(), IsEmpty());
  ASSERT_THAT(report.findings(), SizeIs(1));
  EXPECT_EQ(report.findings(0).rule(), Finding::STAFF_DOOR);
  ASSERT_THAT(report.refusals(), SizeIs(1));
  EXPECT_EQ(report.refusals(0).reason(), "NOT_STAFF");
}

TEST_F(OrganizationReportTest, PoliciesAreHashesWithTheOneInForceAtTheBeginning) {
  log_.At("2026-08-01 10:00").Server(ServerEvent::POLICY_LOADED, "aaaa", "start");
  log_.At("2026-09-01 10:00").Server(ServerEvent::POLICY_LOADED, "bbbb", "call", "administrator");
  log_.At("2026-10-05 10:00").Query("payroll-vendor-01", "SELECT 1", 1);
  log_.Server(ServerEvent::POLICY_REJECTED, "dddd", "call", "administrator");
  log_.At("2026-11-01 10:00").Server(ServerEvent::POLICY_LOADED, "cccc", "call");
  const AuditReport report = October();
  ASSERT_THAT(report.events(), SizeIs(1));
  EXPECT_EQ(report.events(0).policy_hash(), "bbbb");
  EXPECT_EQ(report.events(0).staff(), "");
  EXPECT_FALSE(absl::StrContains(AllOf(report), "administrator"));
}

TEST_F(OrganizationReportTest, ThePolicyInForceIsToldOfAMonthWithoutARecord) {
  log_.At("2026-08-01 10:00").Server(ServerEvent::POLICY_LOADED, "aaaa", "start");
  log_.Query("payroll-vendor-01", "SELECT 1", 1);
  const AuditReport report = October();
  ASSERT_THAT(report.events(), SizeIs(1));
  EXPECT_EQ(report.events(0).policy_hash(), "aaaa");
  EXPECT_EQ(report.total().queries(), 0u);
}

TEST_F(OrganizationReportTest, TheWholeChainIsVerified) {
  log_.At("2026-10-05 10:00").Query("payroll-vendor-01", "SELECT 1", 1);
  log_.At("2026-10-06 10:00").Query("attendance-vendor-01", "SELECT 1", 1);
  const AuditReport good = October();
  EXPECT_EQ(good.log().records(), 4u);
  EXPECT_EQ(good.log().head(), October("").log().head());
  std::string bytes = log_.files().Read(1);
  // A record of the other's.
  bytes[log_.files().FrameOffsets(1).end()[-2] + 20] ^= 1;
  log_.files().Overwrite(1, bytes);
  const AuditReport damaged = October();
  EXPECT_NE(damaged.log().damage(), "");
  EXPECT_EQ(damaged.findings(0).rule(), Finding::LOG_DAMAGED);
  // Whoever isn't found may stand behind the damage.
  EXPECT_THAT(Make("nobody"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(OrganizationReportTest, AnOrganizationWithoutRecordsIsAnErrorThatNamesThoseThatHave) {
  log_.At("2026-09-05 10:00").Query("payroll-vendor-01", "SELECT 1", 1);
  log_.Change(WindowEvent::REQUESTED, "clerk", MadeWindow("W00001", {"attendance-vendor-01"}));
  AuditRecord login;
  login.mutable_login()->mutable_caller()->set_account("office");
  login.mutable_login()->set_accepted(true);
  log_.Append(login);
  EXPECT_THAT(Make("payroll"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("`payroll`; it has: `attendance-vendor`, `payroll-vendor`")));
  // Known by a window alone.
  EXPECT_THAT(Make("attendance-vendor"), IsOk());
}

TEST_F(OrganizationReportTest, AnAccountWithoutOrganizationBelongsToNone) {
  AuditRecord login;
  login.mutable_login()->mutable_caller()->set_account("office");
  login.mutable_login()->set_accepted(true);
  log_.At("2026-10-05 10:00").Append(login).Query("payroll-vendor-01", "SELECT 1", 1);
  EXPECT_FALSE(absl::StrContains(AllOf(October()), "office"));
  EXPECT_TRUE(absl::StrContains(AllOf(October("")), "office"));
}

TEST_F(OrganizationReportTest, TheTitleNamesItAndTheDigestIsAnother) {
  log_.At("2026-10-05 10:00").Query("payroll-vendor-01", "SELECT 1", 1);
  const AuditReport report = October();
  EXPECT_THAT(report::HtmlReport(report, Words(Language::kEnglish)),
              HasSubstr("<title>Report on the audit log, October 2026: the part of "
                        "payroll-vendor</title>"));
  EXPECT_THAT(report::HtmlReport(report, Words(Language::kJapanese)),
              HasSubstr("<h1>監査記録の報告書 2026年10月(payroll-vendor の分)</h1>"));
  EXPECT_NE(report.digest(), October("").digest());
  EXPECT_EQ(report.digest(), October().digest());
}

}  // namespace
}  // namespace sudare::testing
