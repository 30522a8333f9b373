#include "proxy/report/document.h"

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "proxy/report/csv_report.h"
#include "proxy/report/html_report.h"
#include "proxy/report/report.h"
#include "proxy/report/words.h"

namespace sudare::report {

absl::StatusOr<std::string> DocumentOf(const sudare::v1::AuditReport& report,
                                       absl::string_view format, absl::string_view language) {
  const auto wanted = LanguageOf(language.empty() ? absl::string_view("ja") : language);
  if (!wanted.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no report in the language ", Quoted(language), ": there are ja and en"));
  }
  const Words words(*wanted);
  if (format.empty() || format == "html") return HtmlReport(report, words);
  if (format == "csv") return CsvReport(report, words);
  if (format == "json") return ReportJson(report);
  return absl::InvalidArgumentError(
      absl::StrCat("no report in the format ", Quoted(format), ": there are html, csv and json"));
}

}  // namespace sudare::report
