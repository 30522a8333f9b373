// Records become entries: intent and outcome together, filters, lines of CSV and JSON.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/csv.h"
#include "proxy/report/entry.h"
#include "proxy/report/entry_filter.h"
#include "proxy/report/entry_lines.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/period.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditFilter;
using sudare::v1::ServerEvent;
using sudare::v1::WindowEvent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<AuditEntry> EntriesOf(MadeLog& log) {
  log.Close();
  std::vector<AuditEntry> entries;
  EXPECT_THAT(
      report::ReadEntries(log.folder(), [&](const AuditEntry& entry) { entries.push_back(entry); }),
      IsOk());
  return entries;
}

TEST(EntryReaderTest, AQueryComesOnceWithHowItEnded) {
  MadeLog log;
  log.At("2026-10-05 10:00").Intent("vendor", "SELECT 1", "a").Intent("vendor", "SELECT 2", "b");
  log.Outcome("b", 2).Outcome("a", 1, "CANCELLED");
  const auto entries = EntriesOf(log);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].query_id(), "b");
  EXPECT_EQ(entries[0].rows(), 2u);
  EXPECT_EQ(entries[0].sequence(), 2u);
  EXPECT_EQ(entries[0].outcome_sequence(), 3u);
  EXPECT_EQ(entries[1].status(), "CANCELLED");
  EXPECT_EQ(entries[1].normalized_sql(), "SELECT 1");
}

TEST(EntryReaderTest, AQueryWithoutEndComesWhenTheNextServerStarts) {
  MadeLog log;
  log.At("2026-10-05 10:00").Intent("vendor", "SELECT 1", "a");
  log.Server(ServerEvent::POLICY_LOADED, "aa", "start");
  // Another query may have the same id by chance, and no outcome of it is the first one's.
  log.Intent("vendor", "SELECT 3", "a").Outcome("a", 5);
  const auto entries = EntriesOf(log);
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].status(), "NONE");
  EXPECT_EQ(entries[0].rows(), 0u);
  EXPECT_EQ(entries[2].rows(), 5u);
  EXPECT_EQ(entries[2].normalized_sql(), "SELECT 3");
}

TEST(EntryReaderTest, AQueryThatIsRunningComesAtTheEnd) {
  MadeLog log;
  log.At("2026-10-05 10:00").Intent("vendor", "SELECT 1", "a");
  // A policy that is loaded meanwhile ends nothing.
  log.Server(ServerEvent::POLICY_LOADED, "aa", "changed files");
  const auto entries = EntriesOf(log);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].kind(), AuditEntry::POLICY);
  EXPECT_EQ(entries[1].status(), "NONE");
}

TEST(EntryReaderTest, TheNumberOfOpenQueriesIsBounded) {
  std::vector<AuditEntry> entries;
  report::EntryReader reader([&](const AuditEntry& entry) { entries.push_back(entry); });
  sudare::v1::AuditRecord record;
  for (uint64_t i = 1; i <= report::EntryReader::kMostOpen + 2; ++i) {
    record.set_sequence(i);
    record.mutable_intent()->set_query_id(absl::StrCat(i));
    reader.Add(record);
  }
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].query_id(), "1");
  reader.Finish();
  EXPECT_THAT(entries, SizeIs(report::EntryReader::kMostOpen + 2));
}

TEST(EntryFilterTest, EachFieldIsAsked) {
  MadeLog log;
  log.At("2026-10-05 10:00").Query("payroll-01", "SELECT * FROM payroll.employees", 7);
  log.At("2026-10-06 10:00").Query("payroll-02", "SELECT 1", 3, "CANCELLED");
  log.At("2026-10-07 10:00").Refusal("payroll-02", "PERMISSION_DENIED", "FUNCTION_NOT_ALLOWED");
  log.Detokenization("clerk", "ticket 1");
  const auto entries = EntriesOf(log);
  const auto count = [&entries](const auto& set) {
    AuditFilter filter;
    set(filter);
    int found = 0;
    report::EntryFilter asked(filter);
    for (const AuditEntry& entry : entries) found += asked.Matches(entry) ? 1 : 0;
    return found;
  };
  EXPECT_EQ(count([](AuditFilter&) {}), 4);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_account("payroll-02"); }), 2);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_account("payroll-0"); }), 0);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_staff("clerk"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_organization("payroll-vendor"); }), 3);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_query_id("q1"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_status("CANCELLED"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_reason("FUNCTION_NOT_ALLOWED"); }), 1);
  EXPECT_EQ(count([&](AuditFilter& f) { f.set_fingerprint(entries[1].fingerprint()); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_table("payroll.employees"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_table("employees"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_table("ployees"); }), 0);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_column("personal_number"); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_class_("employee_no"); }), 2);
  EXPECT_EQ(count([](AuditFilter& f) {
              f.set_table("employees");
              f.set_class_("pay");
            }),
            0);
  EXPECT_EQ(count([](AuditFilter& f) { f.add_kinds(AuditEntry::REFUSAL); }), 1);
  EXPECT_EQ(count([](AuditFilter& f) { f.set_min_rows(4); }), 1);
  EXPECT_EQ(count([&](AuditFilter& f) { *f.mutable_from() = entries[1].time(); }), 3);
  EXPECT_EQ(count([&](AuditFilter& f) { *f.mutable_to() = entries[1].time(); }), 1);
}

TEST(EntryReaderTest, HowAChangeOfAWindowEndedHasTheWindowOfWhatWasAboutToBeDone) {
  MadeLog log;
  log.At("2026-10-05 10:00")
      .Change(WindowEvent::REQUESTED, "clerk", MadeWindow("W00001", {"payroll-01"}))
      .RefusedChange(WindowEvent::APPROVED, "clerk", "W00001", "PERMISSION_DENIED", "FOUR_EYES");
  const auto entries = EntriesOf(log);
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].status(), "NONE");
  EXPECT_EQ(entries[0].window().id(), "");
  EXPECT_EQ(entries[1].status(), "OK");
  EXPECT_EQ(entries[1].window().id(), "W00001");
  EXPECT_EQ(entries[1].window().persons(0).account(), "payroll-01");
  // Nothing was about to be done.
  EXPECT_FALSE(entries[2].has_window());
}

TEST(EntryReaderTest, ChangesThatACrashCutOffAreGivenUp) {
  std::vector<AuditEntry> entries;
  report::EntryReader reader([&](const AuditEntry& entry) { entries.push_back(entry); });
  sudare::v1::AuditRecord record;
  sudare::v1::WindowChange* change = record.mutable_window_change();
  for (size_t i = 0; i <= report::EntryReader::kMostChanges; ++i) {
    change->set_call_id(absl::StrCat(i));
    change->mutable_after()->set_role("r");
    reader.Add(record);
  }
  change->clear_after();
  change->set_status("OK");
  entries.clear();
  for (const char* id : {"0", "1"}) {
    change->set_call_id(id);
    reader.Add(record);
  }
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_FALSE(entries[0].has_window());
  EXPECT_TRUE(entries[1].has_window());
}

TEST(EntryFilterTest, AnOrganizationHasItsWindowsAndTheirCommands) {
  MadeLog log;
  log.At("2026-10-05 10:00")
      .Change(WindowEvent::REQUESTED, "clerk", MadeWindow("W00001", {"payroll-01"}))
      .Change(WindowEvent::REQUESTED, "clerk", MadeWindow("W00002", {"attendance-01"}))
      .RefusedChange(WindowEvent::APPROVED, "clerk", "W00001", "PERMISSION_DENIED", "FOUR_EYES")
      .RefusedChange(WindowEvent::APPROVED, "clerk", "W00002", "PERMISSION_DENIED", "FOUR_EYES");
  log.At("2026-10-06 10:00")
      .Command("W00001", sudare::v1::WindowCommand::OPEN, 0)
      .Command("W00002", sudare::v1::WindowCommand::OPEN, 0)
      .Query("attendance-01", "SELECT 1", 1);
  const auto entries = EntriesOf(log);
  const auto found = [&entries](const AuditFilter& asked) {
    report::EntryFilter filter(asked);
    std::vector<std::string> windows;
    for (const AuditEntry& entry : entries) {
      if (filter.Matches(entry)) windows.push_back(entry.caller().window());
    }
    return windows;
  };
  AuditFilter filter;
  filter.set_organization("payroll-vendor");
  EXPECT_THAT(found(filter), ElementsAre("", "W00001", "W00001", "W00001"));
  // What the window is was said before the period.
  *filter.mutable_from() = report::TimestampOf(MadeTime("2026-10-06 10:00"));
  EXPECT_THAT(found(filter), ElementsAre("W00001"));
  filter.set_organization("attendance-vendor");
  EXPECT_THAT(found(filter), ElementsAre("W00002", ""));
  filter.set_organization("nobody");
  EXPECT_THAT(found(filter), ElementsAre());
}

TEST(CsvTest, NothingIsTakenForAFormula) {
  for (const char* cell :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=1", " =1", "=HYPERLINK(\"http://x\")"}) {
    EXPECT_THAT(report::CsvLine({cell}), ::testing::StartsWith("\"'")) << cell;
  }
  EXPECT_EQ(report::CsvLine({"a", "", "1,2", "say \"x\"", "two\nlines"}),
            "a,,\"1,2\",\"say \"\"x\"\"\",\"two\nlines\"\n");
  EXPECT_EQ(report::CsvLine({"", "a"}), ",a\n");
  EXPECT_EQ(report::CsvLine({std::string("\xff\0", 2)}), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"\n");
}

TEST(EntryLinesTest, AnEntryIsALineWithAsManyCellsAsTheHeading) {
  MadeLog log;
  log.At("2026-10-05 10:00").Query("payroll-01", "SELECT gross FROM payroll.payslips", 7);
  const auto entries = EntriesOf(log);
  const std::string line = report::EntryCsvLine(entries[0]);
  EXPECT_THAT(line, HasSubstr("1,\"2026-10-05 10:00:00\",QUERY,\"payroll-01\","));
  EXPECT_THAT(line, HasSubstr("payroll.payslips.gross [pay: allow]"));
  const auto cells = [](const std::string& text) {
    int commas = 0;
    bool quoted = false;
    for (const char c : text) {
      quoted ^= c == '"';
      commas += !quoted && c == ',' ? 1 : 0;
    }
    return commas;
  };
  EXPECT_EQ(cells(line), cells(report::EntryCsvHeading()));
  EXPECT_THAT(report::JsonLine(entries[0]), HasSubstr("\"rows\":\"7\""));
}

TEST(EntryTest, ACommandOfAWindowIsShownWithItsEndAndOutput) {
  sudare::v1::AuditRecord record;
  sudare::v1::WindowCommand* const command = record.mutable_window_command();
  command->set_window("W00007");
  command->set_event(sudare::v1::WindowCommand::CLOSE);
  command->set_staff("clerk");
  command->set_command("/usr/local/sbin/line");
  command->set_ending(sudare::v1::WindowCommand::EXITED);
  command->set_exit_code(3);
  command->set_output("no carrier\n");
  AuditEntry entry = report::EntryOf(record);
  EXPECT_EQ(entry.kind(), AuditEntry::WINDOW_COMMAND);
  EXPECT_EQ(entry.status(), "FAILED");
  EXPECT_EQ(entry.caller().window(), "W00007");
  EXPECT_EQ(report::EntryText(entry),
            "W00007; /usr/local/sbin/line: EXITED 3\nno carrier\n; CLOSE");
  command->set_exit_code(0);
  EXPECT_EQ(report::EntryOf(record).status(), "OK");
  command->set_ending(sudare::v1::WindowCommand::TIMED_OUT);
  EXPECT_EQ(report::EntryOf(record).status(), "FAILED");
}

TEST(EntryTest, ARefusalShowsWhatStaffShouldKnow) {
  sudare::v1::AuditRecord record;
  record.mutable_refusal()->set_reason("NO_OPEN_WINDOW");
  record.mutable_refusal()->set_normalized_sql("SELECT 1");
  record.mutable_refusal()->set_staff_note("next window W00007");
  EXPECT_EQ(report::EntryText(report::EntryOf(record)),
            "NO_OPEN_WINDOW (next window W00007): SELECT 1");
}

TEST(EntryTest, ARecordOfALaterVersionIsShownAsUnknown) {
  const AuditEntry entry = report::EntryOf(sudare::v1::AuditRecord());
  EXPECT_EQ(report::KindName(entry.kind()), "UNKNOWN");
  EXPECT_EQ(entry.reason(), "UNKNOWN_RECORD");
}

}  // namespace
}  // namespace sudare::testing
