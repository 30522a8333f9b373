// The report of a made-up October as people get it, in both languages and all formats.
#include "tests/support/golden.h"

#include <string>

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

class GoldenReportTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    MadeLog log;
    WriteBusyQuarter(&log);
    const auto period = report::MonthPeriod("2026-10");
    ASSERT_THAT(period, IsOk());
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-11-04T10:00:00+09:00", &now, nullptr));
    sudare::v1::AuditReportOptions options;
    for (auto* report : {&report_, &part_}) {
      auto made = report::MakeReport(log.folder(), *period, options, now);
      ASSERT_THAT(made, IsOk());
      *report = *std::move(made);
      // Hashes tell how records were gathered for writing, too (docs/formats/audit.md), which is
      // chance.
      report->mutable_log()->set_head(std::string(64, 'a'));
      report->mutable_log()->set_last_hash(std::string(64, 'b'));
      report->set_digest(std::string(64, 'c'));
      options.set_organization("payroll-vendor");
    }
  }

  static sudare::v1::AuditReport report_;
  static sudare::v1::AuditReport part_;
};

sudare::v1::AuditReport GoldenReportTest::report_;
sudare::v1::AuditReport GoldenReportTest::part_;

TEST_F(GoldenReportTest, TheJapanesePage) {
  ExpectGoldenFile("tests/golden/report/october.ja.html",
                   report::HtmlReport(report_, Words(Language::kJapanese)));
}

TEST_F(GoldenReportTest, TheEnglishPage) {
  ExpectGoldenFile("tests/golden/report/october.en.html",
                   report::HtmlReport(report_, Words(Language::kEnglish)));
}

TEST_F(GoldenReportTest, TheJapaneseCsv) {
  ExpectGoldenFile("tests/golden/report/october.ja.csv",
                   report::CsvReport(report_, Words(Language::kJapanese)));
}

TEST_F(GoldenReportTest, TheEnglishCsv) {
  ExpectGoldenFile("tests/golden/report/october.en.csv",
                   report::CsvReport(report_, Words(Language::kEnglish)));
}

TEST_F(GoldenReportTest, TheJson) {
  ExpectGoldenFile("tests/golden/report/october.json", report::ReportJson(report_));
}

TEST_F(GoldenReportTest, TheJapanesePageOfAnOrganization) {
  ExpectGoldenFile("tests/golden/report/october.vendor.ja.html",
                   report::HtmlReport(part_, Words(Language::kJapanese)));
}

TEST_F(GoldenReportTest, TheEnglishPageOfAnOrganization) {
  ExpectGoldenFile("tests/golden/report/october.vendor.en.html",
                   report::HtmlReport(part_, Words(Language::kEnglish)));
}

TEST_F(GoldenReportTest, TheJsonOfAnOrganization) {
  ExpectGoldenFile("tests/golden/report/october.vendor.json", report::ReportJson(part_));
}

}  // namespace
}  // namespace sudare::testing
