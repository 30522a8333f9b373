#include "proxy/ledger/page.h"

#include "absl/strings/str_cat.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/ledger/page_style.h"
#include "proxy/report/html.h"

namespace sudare::ledger {
namespace {

using report::Escaped;

// 令和 began on the first of May 2019.
constexpr int kYearBeforeReiwa = 2018;

}  // namespace

std::string Page(absl::string_view title, absl::string_view paper, absl::string_view body,
                 const Words& words) {
  const std::string shown = Escaped(title);
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", words("ja", "en"),
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>",
      shown, "</title>\n<style>\n@page { size: ", paper,
      "; margin: 9mm 10mm 11mm; @bottom-right { content: counter(page) \" / \" counter(pages); "
      "font-size: 7.5pt; } }",
      kPageStyle, "</style>\n</head>\n<body>\n", body, "</body>\n</html>\n");
}

std::string LinesHtml(const std::vector<std::string>& lines) {
  std::string html;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    absl::StrAppend(&html, html.empty() ? "" : "<br>", Escaped(line));
  }
  return html;
}

std::string SmallHtml(absl::string_view text) {
  return text.empty() ? "" : absl::StrCat("<small>", Escaped(text), "</small>");
}

std::string VerificationHtml(const sudare::v1::LedgerLog& log, const Words& words) {
  const std::string text = Escaped(VerificationText(log, words));
  return log.damage().empty() ? text : absl::StrCat("<div class=\"bad\">", text, "</div>");
}

std::string MonthText(absl::CivilMonth month, const Words& words) {
  if (!words.is_japanese() || month < absl::CivilMonth(2019, 5)) return words.Month(month);
  const auto year = month.year() - kYearBeforeReiwa;
  return absl::StrCat("令和", year == 1 ? "元" : absl::StrCat(year), "年", month.month(), "月");
}

}  // namespace sudare::ledger
