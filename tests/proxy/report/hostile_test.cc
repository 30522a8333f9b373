// Whatever stands in a log, the page stays text, fetches nothing and runs nothing.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/csv_report.h"
#include "proxy/report/html.h"
#include "proxy/report/html_report.h"
#include "proxy/report/report.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using report::Language;
using report::Words;
using sudare::v1::AuditReportOptions;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] =
    "\"><script>alert(1)</script><img src=x onerror='a()'>\xE2\x80\xAE&\x1b";

sudare::v1::AuditReport HostileReport(const std::string& organization = "") {
  MadeLog log;
  const std::string h = kHostile;
  log.At("2026-09-05 10:00").Query(h, "SELECT 1", 1);
  log.At("2026-10-05 10:00");
  for (int i = 0; i < 120; ++i) log.Query(h, absl::StrCat("SELECT 2 /*", h, "*/"), 1);
  for (int i = 0; i < 25; ++i) log.Refusal(h, h, h, h);
  for (int i = 0; i < 6; ++i) log.Login(h, false);
  log.Query(h, h, 90'000).Detokenization(h, h).Detokenization(h, h, h, h);
  log.Server(sudare::v1::ServerEvent::POLICY_LOADED, h, h, h);
  log.SignOff(h, "2026-10", h, h);
  // Everything a record can hold.
  sudare::v1::AuditRecord record;
  sudare::v1::Intent* intent = record.mutable_intent();
  intent->mutable_caller()->set_account(h);
  intent->mutable_caller()->set_organization(h);
  intent->mutable_caller()->set_role(h);
  intent->mutable_caller()->set_peer(h);
  intent->set_purpose(h);
  intent->set_normalized_sql(h);
  intent->set_fingerprint(h);
  sudare::v1::AuditedColumn* column = intent->add_columns();
  column->set_column(h);
  column->set_class_(h);
  column->set_mask(h);
  log.Append(record);
  record.Clear();
  record.mutable_log_access()->mutable_caller()->set_account(h);
  record.mutable_log_access()->set_status(h);
  record.mutable_log_access()->set_reason(h);
  log.Append(record);
  // A window in which everything that people or programs write is hostile.
  sudare::v1::Window window = MadeWindow(h, {h});
  window.set_purpose(h);
  window.set_ticket(h);
  window.add_warnings(h + " / " + h);
  window.add_warnings("`payroll-vendor`" + h);
  window.mutable_persons(0)->set_pledge(h);
  window.mutable_persons(0)->set_pledge_expires(h);
  window = WithEvent(window, sudare::v1::WindowEvent::APPROVED, h, h);
  log.Change(sudare::v1::WindowEvent::APPROVED, h, window);
  log.Command(h, sudare::v1::WindowCommand::CLOSE, 1);
  log.Close();
  AuditReportOptions options;
  options.set_organization(organization);
  const auto made = report::MakeReport(log.folder(), *report::MonthPeriod("2026-10"), options,
                                       absl::FromUnixSeconds(1'800'000'000));
  EXPECT_THAT(made, IsOk());
  return made.value_or(sudare::v1::AuditReport());
}

void ExpectHarmless(const sudare::v1::AuditReport& report) {
  ASSERT_FALSE(report.windows().empty());
  EXPECT_FALSE(report.windows(0).warnings().empty());
  for (const Language language : {Language::kJapanese, Language::kEnglish}) {
    const std::string page = report::HtmlReport(report, Words(language));
    EXPECT_TRUE(absl::StrContains(page, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_TRUE(absl::StrContains(page, "\\u202e&amp;\\x1b"));
    for (const char* tag : {"<script", "<img", "\xE2\x80\xAE", "\x1b"}) {
      EXPECT_FALSE(absl::StrContains(page, tag)) << tag;
    }
  }
}

TEST(HostileTest, NoMarkupOfTheLogReachesThePage) { ExpectHarmless(HostileReport()); }

TEST(HostileTest, NorTheOneOfAHostileOrganization) {
  const sudare::v1::AuditReport report = HostileReport(kHostile);
  const std::string page = report::HtmlReport(report, Words(Language::kEnglish));
  EXPECT_TRUE(absl::StrContains(page, "the part of &quot;&gt;&lt;script&gt;alert(1)&lt;/script"));
  for (const char* tag : {"<script", "<img", "\xE2\x80\xAE", "\x1b"}) {
    EXPECT_FALSE(absl::StrContains(page, tag)) << tag;
  }
  ExpectHarmless(HostileReport("payroll-vendor"));
}

TEST(HostileTest, ThePageFetchesAndRunsNothing) {
  const std::string page = report::HtmlReport(HostileReport(), Words(Language::kJapanese));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* way :
       {"http:", "https:", "//", "url(", "@import", "<link", "<iframe", " href=", "javascript:"}) {
    EXPECT_FALSE(absl::StrContains(page, way)) << way;
  }
}

TEST(HostileTest, CsvOfAHostileLogHasNoFormula) {
  MadeLog log;
  log.At("2026-10-05 10:00").Query("=cmd|' /C calc'!A0", "SELECT 1", 1);
  log.Close();
  const auto made = report::MakeReport(log.folder(), *report::MonthPeriod("2026-10"), {},
                                       absl::FromUnixSeconds(1'800'000'000));
  ASSERT_THAT(made, IsOk());
  const std::string csv = report::CsvReport(*made, Words(Language::kEnglish));
  EXPECT_THAT(csv, HasSubstr("\"'=cmd|"));
  EXPECT_THAT(csv, Not(HasSubstr(",=cmd")));
  EXPECT_THAT(csv, Not(HasSubstr("\"=cmd")));
}

TEST(EscapedTest, EveryByteBecomesHarmless) {
  EXPECT_EQ(report::Escaped("<a href=\"x\" title='y'>&amp;"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(report::Escaped(std::string("\0\x7f\xff", 3)), "\\x00\\x7f\\xff");
  EXPECT_EQ(report::Escaped("日本語\n"), "日本語\n");
}

}  // namespace
}  // namespace sudare::testing
