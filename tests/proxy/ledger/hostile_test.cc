// Whatever stands in a log, the pages stay text, fetch nothing and run nothing, and spreadsheets
// calculate nothing.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/ledger/closing_html.h"
#include "proxy/ledger/closing_report.h"
#include "proxy/ledger/ledger.h"
#include "proxy/ledger/ledger_html.h"
#include "proxy/ledger/ledger_lines.h"
#include "tests/proxy/ledger/made_windows.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using report::Language;
using report::Words;
using sudare::v1::WindowEvent;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] =
    "=\"><script>alert(1)</script><img src=x onerror='a()'>\xE2\x80\xAE&\x1b";

void WriteHostile(MadeLog* log) {
  const std::string h = kHostile;
  MadeWindows windows(log);
  windows.At("2026-11-04 09:00");
  const std::string id =
      windows.Request({"2026-11-04 09:00", "2026-11-04 12:00", h, h, h, {{h, h}}, h});
  windows.Change(id, WindowEvent::APPROVED, h, h).Change(id, WindowEvent::OPENED, h, h);
  windows.Query(id, h, h + " employees", 60'000, h).Refusal(id, h, h, h);
  windows.RefuseChange(id, WindowEvent::CLOSED, "", h, h);
  windows.Detokenization(id, h, h);
  log->Login(h, true).Login(h, false);
  windows.Change(id, WindowEvent::WITHDRAWN, h, h);
  log->Close();
}

void ExpectHarmless(const std::string& page) {
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
}

TEST(HostileLedgerTest, PagesStayText) {
  MadeLog log;
  WriteHostile(&log);
  ledger::LedgerWish wish;
  wish.period = *report::MonthPeriod("2026-11");
  const auto made = ledger::MakeLedger(log.folder(), wish, absl::Now());
  ASSERT_THAT(made, IsOk());
  const auto closing = ledger::MakeClosingReport(log.folder(), "W00001", absl::Now());
  ASSERT_THAT(closing, IsOk());
  for (const Language language : {Language::kJapanese, Language::kEnglish}) {
    ExpectHarmless(ledger::LedgerHtml(*made, {kHostile}, Words(language)));
    ExpectHarmless(ledger::ClosingHtml(*closing, Words(language)));
    const std::string csv = ledger::LedgerCsv(*made, Words(language));
    EXPECT_THAT(csv, HasSubstr("\"'=\"\"><script>"));
    EXPECT_THAT(csv, Not(HasSubstr(",=")));
    EXPECT_THAT(csv, Not(HasSubstr(",\"=")));
  }
}

}  // namespace
}  // namespace sudare::testing
