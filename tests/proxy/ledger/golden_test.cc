// The ledger of a made-up November and a closing report as people get them, in both languages and
// all formats.
#include "tests/support/golden.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/ledger/closing_html.h"
#include "proxy/ledger/closing_report.h"
#include "proxy/ledger/ledger.h"
#include "proxy/ledger/ledger_document.h"
#include "proxy/ledger/ledger_html.h"
#include "proxy/ledger/ledger_lines.h"
#include "tests/proxy/ledger/made_windows.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using report::Language;
using report::Words;

const Words kJapanese(Language::kJapanese);
const Words kEnglish(Language::kEnglish);

std::string ScreenText(const sudare::v1::Ledger& ledger, const Words& words) {
  const ledger::LedgerTable table = ledger::ScreenTable(ledger, words);
  std::string text = absl::StrCat(absl::StrJoin(table.headings, " | "), "\n");
  for (const auto& line : table.lines) absl::StrAppend(&text, absl::StrJoin(line, " | "), "\n");
  return absl::StrCat(text, absl::StrJoin(ledger::FootLines(ledger, words), "\n"), "\n");
}

class GoldenLedgerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    MadeLog log;
    WriteNovember(&log);
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-12-04T10:00:00+09:00", &now, nullptr));
    ledger::LedgerWish wish;
    wish.period = *report::MonthPeriod("2026-11");
    auto made = ledger::MakeLedger(log.folder(), wish, now);
    ASSERT_THAT(made, IsOk());
    ledger_ = *std::move(made);
    auto closing = ledger::MakeClosingReport(log.folder(), "W00003", now);
    ASSERT_THAT(closing, IsOk());
    closing_ = *std::move(closing);
    // Hashes tell how records were gathered for writing, too (docs/formats/audit.md), which is
    // chance.
    for (auto* head : {ledger_.mutable_log(), closing_.mutable_log()}) {
      head->set_head(std::string(64, 'a'));
    }
  }

  static sudare::v1::Ledger ledger_;
  static sudare::v1::ClosingReport closing_;
};

sudare::v1::Ledger GoldenLedgerTest::ledger_;
sudare::v1::ClosingReport GoldenLedgerTest::closing_;

TEST_F(GoldenLedgerTest, TheJapanesePage) {
  ExpectGoldenFile("tests/golden/ledger/november.ja.html",
                   ledger::LedgerHtml(ledger_, {}, kJapanese));
}

TEST_F(GoldenLedgerTest, TheEnglishPage) {
  ExpectGoldenFile("tests/golden/ledger/november.en.html",
                   ledger::LedgerHtml(ledger_, {}, kEnglish));
}

TEST_F(GoldenLedgerTest, TheJapaneseCsv) {
  ExpectGoldenFile("tests/golden/ledger/november.ja.csv", ledger::LedgerCsv(ledger_, kJapanese));
}

TEST_F(GoldenLedgerTest, TheEnglishCsv) {
  ExpectGoldenFile("tests/golden/ledger/november.en.csv", ledger::LedgerCsv(ledger_, kEnglish));
}

TEST_F(GoldenLedgerTest, TheJapaneseTable) {
  ExpectGoldenFile("tests/golden/ledger/november.ja.txt", ScreenText(ledger_, kJapanese));
}

TEST_F(GoldenLedgerTest, TheEnglishTable) {
  ExpectGoldenFile("tests/golden/ledger/november.en.txt", ScreenText(ledger_, kEnglish));
}

TEST_F(GoldenLedgerTest, TheJsonIsReadBack) {
  const std::string json = ledger::LedgerJson(ledger_);
  ExpectGoldenFile("tests/golden/ledger/november.json", json);
  const auto read = ledger::LedgerFromJson(json);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), ledger_.SerializeAsString());
}

TEST_F(GoldenLedgerTest, TheJapaneseClosingReport) {
  ExpectGoldenFile("tests/golden/ledger/closing.ja.html", ledger::ClosingHtml(closing_, kJapanese));
}

TEST_F(GoldenLedgerTest, TheEnglishClosingReport) {
  ExpectGoldenFile("tests/golden/ledger/closing.en.html", ledger::ClosingHtml(closing_, kEnglish));
}

}  // namespace
}  // namespace sudare::testing
