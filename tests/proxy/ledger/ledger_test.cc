// What the ledger says of windows, from the records of an audit log.
#include "proxy/ledger/ledger.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/ledger/closing_report.h"
#include "proxy/ledger/closing_words.h"
#include "proxy/ledger/ledger_html.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/ledger/window_history.h"
#include "proxy/report/period.h"
#include "tests/proxy/ledger/made_windows.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::Ledger;
using sudare::v1::LedgerRow;
using sudare::v1::ServerEvent;
using sudare::v1::Window;
using sudare::v1::WindowEvent;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kHead[] = "personnel-section-head";
constexpr char kClerk[] = "personnel-clerk-01";
constexpr char kVendor[] = "payroll-vendor-01";
constexpr char kSql[] = "SELECT full_name FROM payroll.employees WHERE employee_no = $1";

Ledger Made(const MadeLog& log, const std::string& month = "2026-11",
            ledger::LedgerWish wish = {}) {
  wish.period = *report::MonthPeriod(month);
  absl::StatusOr<Ledger> made =
      ledger::MakeLedger(log.folder(), wish, absl::FromUnixSeconds(1'800'000'000));
  EXPECT_THAT(made, IsOk());
  return made.ok() ? *std::move(made) : Ledger();
}

std::vector<std::string> Ids(const Ledger& ledger) {
  std::vector<std::string> ids;
  for (const LedgerRow& row : ledger.windows()) ids.push_back(row.window().id());
  return ids;
}

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() : windows_(&log_) { windows_.At("2026-11-04 09:00"); }

  // Requested, approved, connected.
  std::string Opened() {
    const std::string id = windows_.Request({"2026-11-04 09:00", "2026-11-04 12:00"});
    windows_.Change(id, WindowEvent::APPROVED, kHead).Change(id, WindowEvent::OPENED, kClerk);
    return id;
  }
  LedgerRow OnlyRow() {
    log_.Close();
    const Ledger made = Made(log_);
    EXPECT_THAT(made.windows(), SizeIs(1));
    return made.windows().empty() ? LedgerRow() : made.windows(0);
  }

  MadeLog log_;
  MadeWindows windows_;
};

TEST_F(LedgerTest, AWindowIsOneRowWithAllItsPeopleAndCounts) {
  const std::string id = Opened();
  windows_.Query(id, kVendor, kSql, 1).Query(id, kVendor, kSql, 2, "ABORTED");
  windows_.Refusal(id, kVendor, "FUNCTION_NOT_ALLOWED", "SELECT pg_read_file($1)");
  windows_.Detokenization(id, kHead, "ticket");
  windows_.Change(id, WindowEvent::CLOSED, kClerk, "done");
  // Not in the window.
  log_.Query(kVendor, kSql, 77);
  const LedgerRow row = OnlyRow();
  EXPECT_EQ(row.window().id(), "W00001");
  EXPECT_EQ(row.window().state(), Window::CLOSED);
  ASSERT_THAT(row.window().events(), SizeIs(4));
  EXPECT_EQ(row.window().events(1).staff(), kHead);
  EXPECT_EQ(row.window().events(1).title(), "人事課長 阿部 和子");
  EXPECT_EQ(row.window().events(3).remark(), "done");
  EXPECT_EQ(row.use().queries(), 2);
  EXPECT_EQ(row.use().failed_queries(), 1);
  EXPECT_EQ(row.use().rows(), 3);
  EXPECT_EQ(row.use().refusals(), 1);
  EXPECT_EQ(row.detokenizations(), 1);
  ASSERT_THAT(row.classes(), SizeIs(4));
  EXPECT_EQ(row.classes(2).class_(), "name");
  EXPECT_EQ(row.classes(2).mask(), "tokenize");
  EXPECT_EQ(row.classes(2).queries(), 2);
  EXPECT_THAT(row.classes(2).columns(), ElementsAre("payroll.employees.full_name"));
}

TEST_F(LedgerTest, CommandsAroundItAreToldWithTheirOutput) {
  using sudare::v1::WindowCommand;
  const std::string id = Opened();
  windows_.Command(id, WindowCommand::OPEN, 0, "port 7 up\nok\n");
  windows_.Change(id, WindowEvent::CLOSED, kClerk, "done");
  windows_.Command(id, WindowCommand::CLOSE, 3, "switch does not answer");
  windows_.Command(id, WindowCommand::CLOSE, 0, "");
  const LedgerRow row = OnlyRow();
  EXPECT_EQ(row.failed_commands(), 1);
  const report::Words english(report::Language::kEnglish);
  const report::Words japanese(report::Language::kJapanese);
  EXPECT_THAT(ledger::RemarkLines(row, {}, english), Contains("1 failed command (lines, alarms)"));
  EXPECT_THAT(ledger::RemarkLines(row, {}, japanese),
              Contains("失敗した命令(回線の切替・通知)1件"));

  ASSERT_OK_AND_ASSIGN(const auto closing,
                       ledger::MakeClosingReport(log_.folder(), id, absl::UnixEpoch()));
  std::vector<std::string> told;
  for (const auto& step : closing.steps()) {
    if (step.kind() != sudare::v1::ClosingReport::Step::COMMAND) continue;
    told.push_back(ledger::StepText(step, english));
    told.push_back(ledger::StepText(step, japanese));
  }
  EXPECT_THAT(told,
              ElementsAre("command at opening: succeeded, /usr/local/sbin/line: port 7 up ⏎ ok",
                          "接続時の命令：成功、/usr/local/sbin/line: port 7 up ⏎ ok",
                          "command at closing: failed (EXITED 3), /usr/local/sbin/line: switch "
                          "does not answer",
                          "切断時の命令：失敗(EXITED 3)、/usr/local/sbin/line: switch does not "
                          "answer",
                          "command at closing: succeeded, /usr/local/sbin/line",
                          "切断時の命令：成功、/usr/local/sbin/line"));
}

TEST_F(LedgerTest, AQueryCountsThoughItEndsAfterItsWindow) {
  const std::string id = Opened();
  windows_.Query(id, kVendor, kSql, 0, "NONE");
  windows_.Change(id, WindowEvent::CLOSED, kClerk);
  // The id that MadeWindows gave the query.
  log_.Outcome("w4", 5, "ABORTED");
  const LedgerRow row = OnlyRow();
  EXPECT_EQ(row.use().rows(), 5);
  EXPECT_EQ(row.use().unended_queries(), 0);
}

TEST_F(LedgerTest, WindowsOfThePeriodAreThosePlannedInIt) {
  log_.Close();
  MadeLog log;
  WriteNovember(&log);
  EXPECT_THAT(Ids(Made(log, "2026-10")), ElementsAre("W00001"));
  EXPECT_THAT(Ids(Made(log)), ElementsAre("W00002", "W00003", "W00004", "W00005", "W00006",
                                          "W00007", "W00008", "W00009", "W00010"));
  // The one that goes over midnight is in both months.
  EXPECT_THAT(Ids(Made(log, "2026-12")), ElementsAre("W00010", "W00011"));
  ledger::LedgerWish wish;
  wish.windows = {"W00002", "W00005", "W00001"};
  EXPECT_THAT(Ids(Made(log, "2026-11", wish)), ElementsAre("W00002", "W00005"));
  wish = {};
  wish.states = {Window::REJECTED, Window::EXPIRED};
  EXPECT_THAT(Ids(Made(log, "2026-11", wish)), ElementsAre("W00005", "W00008"));
}

TEST_F(LedgerTest, AChangeThatACrashCutIsToldUntilTheNextOneSettlesIt) {
  const std::string id = Opened();
  windows_.Begin(id, WindowEvent::CLOSED, kClerk);
  log_.Server(ServerEvent::POLICY_LOADED, "aa", "start");
  log_.Close();
  EXPECT_EQ(Made(log_).windows(0).unsettled(), WindowEvent::CLOSED);
  EXPECT_EQ(Made(log_).windows(0).window().state(), Window::OPEN);
  windows_.Change(id, WindowEvent::CLOSED, kClerk);
  const LedgerRow row = OnlyRow();
  EXPECT_EQ(row.unsettled(), WindowEvent::KIND_UNSPECIFIED);
  EXPECT_EQ(row.window().state(), Window::CLOSED);
}

TEST_F(LedgerTest, ANumberThatIsGivenAgainIsAnotherWindow) {
  Opened();
  windows_.ForgetNumbers();
  windows_.At("2026-11-05 09:00");
  const std::string id = windows_.Request({"2026-11-05 09:00", "2026-11-05 12:00"});
  windows_.Query(id, kVendor, kSql, 9);
  log_.Close();
  const Ledger made = Made(log_);
  EXPECT_THAT(Ids(made), ElementsAre("W00001", "W00001"));
  EXPECT_EQ(made.windows(0).window().state(), Window::OPEN);
  EXPECT_EQ(made.windows(0).use().rows(), 0);
  EXPECT_EQ(made.windows(1).use().rows(), 9);
  const auto last = ledger::FindWindow(log_.folder(), "W00001");
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(last->row.use().rows(), 9);
}

TEST_F(LedgerTest, RefusedChangesCountAndAreNoneOfItsEvents) {
  const std::string id = windows_.Request({"2026-11-04 09:00", "2026-11-04 12:00"});
  windows_.RefuseChange(id, WindowEvent::APPROVED, "", kClerk, "FOUR_EYES");
  windows_.RefuseChange(id, WindowEvent::OPENED, kVendor, "", "NOT_STAFF");
  // The proxy tried again by itself.
  windows_.RefuseChange(id, WindowEvent::APPROVED, "", kHead, "CHANGED_MEANWHILE");
  const LedgerRow row = OnlyRow();
  EXPECT_EQ(row.refused_changes(), 2);
  EXPECT_THAT(row.window().events(), SizeIs(1));
}

TEST_F(LedgerTest, TheHeadOfTheLogIsThatOfItsVerification) {
  Opened();
  log_.Close();
  const Ledger made = Made(log_);
  const auto verified = VerifyAuditLog(log_.folder());
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(made.log().head(), verified->head);
  EXPECT_EQ(made.log().records(), verified->records);
  EXPECT_THAT(made.log().damage(), IsEmpty());
}

TEST_F(LedgerTest, AnAlteredRecordIsToldAndWhatCameBeforeIsShown) {
  Opened();
  windows_.At("2026-11-05 09:00");
  windows_.Request({"2026-11-05 13:00", "2026-11-05 15:00"});
  log_.Close();
  std::string bytes = log_.files().Read(1);
  // Within the last record but one: that of the second request.
  const std::vector<size_t> frames = log_.files().FrameOffsets(1);
  bytes[frames[frames.size() - 3] + 20] ^= 1;
  log_.files().Overwrite(1, bytes);
  const Ledger made = Made(log_);
  EXPECT_THAT(made.log().damage(), HasSubstr("record 7"));
  EXPECT_THAT(made.log().head(), IsEmpty());
  EXPECT_THAT(Ids(made), ElementsAre("W00001"));
  EXPECT_THAT(ledger::FindWindow(log_.folder(), "W00001"), IsOk());
  // Whether there was such a window can't be told.
  EXPECT_THAT(ledger::FindWindow(log_.folder(), "W00002"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(LedgerTest, APageOfADamagedLogDoesNotSayThatThereWasNothing) {
  const auto pages = [this] {
    const Ledger made = Made(log_);
    return ledger::LedgerHtml(made, {}, report::Words(report::Language::kEnglish)) +
           ledger::LedgerHtml(made, {}, report::Words(report::Language::kJapanese));
  };
  log_.At("2026-11-05 09:00").Login("vendor", true).Login("vendor", true);
  log_.Close();
  const std::string whole = pages();
  EXPECT_THAT(whole, HasSubstr("There was no maintenance connection in this period."));
  EXPECT_THAT(whole, HasSubstr("この期間の保守接続はありません。"));
  EXPECT_FALSE(absl::StrContains(whole, "before the damage"));
  std::string bytes = log_.files().Read(1);
  bytes[log_.files().FrameOffsets(1).end()[-2] + 20] ^= 1;
  log_.files().Overwrite(1, bytes);
  const std::string damaged = pages();
  EXPECT_FALSE(absl::StrContains(damaged, "There was no maintenance connection"));
  EXPECT_FALSE(absl::StrContains(damaged, "End of the audit log"));
  EXPECT_FALSE(absl::StrContains(damaged, "--expect-head"));
  EXPECT_THAT(damaged, HasSubstr("The records before the damage tell of no maintenance"));
  EXPECT_THAT(damaged, HasSubstr("損傷より前の記録には、この期間の保守接続はありません。"));
}

TEST_F(LedgerTest, APageOfAMonthBeforeTheLogSaysThatNothingIsKnown) {
  log_.At("2026-12-05 09:00").Login("vendor", true);
  log_.Close();
  const Ledger made = Made(log_);
  EXPECT_THAT(ledger::LedgerHtml(made, {}, report::Words(report::Language::kEnglish)),
              ::testing::AllOf(HasSubstr("The audit log begins on 2026-12-05"),
                               ::testing::Not(HasSubstr("There was no maintenance connection"))));
  EXPECT_THAT(ledger::LedgerHtml(made, {}, report::Words(report::Language::kJapanese)),
              HasSubstr("監査記録は2026-12-05に始まっており"));
}

TEST_F(LedgerTest, AnUnknownWindowAndALogThatIsNotThereAreErrors) {
  Opened();
  log_.Close();
  EXPECT_THAT(ledger::FindWindow(log_.folder(), "W00009"), StatusIs(absl::StatusCode::kNotFound));
  ledger::LedgerWish wish;
  wish.period = *report::MonthPeriod("2026-11");
  EXPECT_THAT(ledger::MakeLedger("/nowhere/at/all", wish, absl::Now()),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(LedgerTest, WindowsBeyondTheMostAreCountedAsLeftOut) {
  ledger::WindowHistory history([](const Window&) { return true; });
  for (size_t i = 0; i < ledger::WindowHistory::kMostWindows + 3; ++i) {
    sudare::v1::AuditRecord record;
    sudare::v1::WindowChange* const change = record.mutable_window_change();
    change->set_call_id(absl::StrCat(i));
    change->mutable_after()->add_events()->set_kind(WindowEvent::REQUESTED);
    history.Add(record);
    change->clear_after();
    change->set_window(absl::StrCat("W", i));
    change->set_status("OK");
    history.Add(record);
  }
  EXPECT_EQ(history.windows().size(), ledger::WindowHistory::kMostWindows);
  EXPECT_EQ(history.not_kept(), 3);
}

}  // namespace
}  // namespace sudare::testing
