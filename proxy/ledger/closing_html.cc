#include "proxy/ledger/closing_html.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/ledger/closing_words.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/ledger/page.h"
#include "proxy/report/clipped.h"
#include "proxy/report/html.h"
#include "proxy/report/period.h"

namespace sudare::ledger {
namespace {

using report::Escaped;
using report::Filled;
using report::HtmlTable;
using report::Number;
using sudare::v1::ClosingReport;

constexpr size_t kMostSqlShown = 700;

std::string Section(const char* heading, const std::string& body) {
  return absl::StrCat("<section>\n<h2>", Escaped(heading), "</h2>\n", body, "</section>\n");
}

std::string OrNone(const HtmlTable& table, const Words& words) {
  if (!table.empty()) return table.Html();
  return absl::StrCat("<p>", Escaped(words("なし", "none")), "</p>\n");
}

std::string MoreHtml(uint64_t count, const Words& words) {
  if (count == 0) return "";
  return absl::StrCat(
      "<p>", Escaped(Filled(words("ほかに$0件(省略)", "and $0 more"), {Number(count)})), "</p>\n");
}

std::string FactsHtml(const ClosingReport& report, const Words& words) {
  std::string html = "<table class=\"facts\">\n";
  for (const auto& [name, fact] : WindowFacts(report, words)) {
    absl::StrAppend(&html, "<tr><th scope=\"row\">", Escaped(name), "</th><td>", Escaped(fact),
                    "</td></tr>\n");
  }
  return html + "</table>\n";
}

std::string UseHtml(const ClosingReport& report, const Words& words) {
  std::string names;
  std::string values;
  for (const auto& [name, fact] : UseFacts(report, words)) {
    absl::StrAppend(&names, "<th scope=\"col\">", Escaped(name), "</th>");
    absl::StrAppend(&values, "<td class=\"n\">", Escaped(fact), "</td>");
  }
  std::string html =
      absl::StrCat("<table>\n<tr>", names, "</tr>\n<tr>", values, "</tr>\n</table>\n");
  if (report.row().accounts_size() < 2) return html;
  HtmlTable table({{words("アカウント", "Account")},
                   {words("問合せ", "Queries"), true},
                   {words("行数", "Rows"), true},
                   {words("拒否", "Refused"), true}});
  for (const auto& account : report.row().accounts()) {
    table.Row({account.account(), Number(account.use().queries()), Number(account.use().rows()),
               Number(account.use().refusals())});
  }
  return html + "<br>" + table.Html();
}

std::string StepsHtml(const ClosingReport& report, const Words& words) {
  HtmlTable table({{words("日時", "Time")},
                   {words("出来事", "What happened")},
                   {words("だれが", "Who")},
                   {words("記録", "Record"), true}});
  for (const auto& step : report.steps()) {
    table.RawRow({absl::StrCat("<span class=\"t\">", StepTime(step), "</span>"),
                  Escaped(StepText(step, words)), Escaped(StepWho(step)),
                  step.sequence() == 0 ? "" : absl::StrCat("#", step.sequence())});
  }
  return OrNone(table, words) + MoreHtml(report.not_told(), words);
}

std::string ClassesHtml(const ClosingReport& report, const Words& words) {
  HtmlTable table({{words("情報の種類", "Class of data")},
                   {words("見えた形", "Seen as")},
                   {words("列", "Columns")},
                   {words("問合せ", "Queries"), true},
                   {words("行数", "Rows"), true}});
  for (const auto& use : report.row().classes()) {
    table.Row({use.class_(), words.Mask(use.mask()), absl::StrJoin(use.columns(), ", "),
               Number(use.queries()), Number(use.rows())});
  }
  return OrNone(table, words);
}

std::string ShapeColumns(const ClosingReport::Shape& shape, const Words& words) {
  std::vector<std::string> columns;
  for (const auto& column : shape.columns()) {
    columns.push_back(absl::StrCat(column.column(), " (", words.Mask(column.mask()), ")"));
  }
  return SmallHtml(absl::StrJoin(columns, words("、", ", ")));
}

std::string ShapesHtml(const ClosingReport& report, const Words& words) {
  HtmlTable table({{words("問合せの形(値は記録されない)", "Query, without its values")},
                   {words("アカウント", "Account")},
                   {words("回数", "Runs"), true},
                   {words("行数", "Rows"), true},
                   {words("拒否", "Refused"), true}});
  for (const auto& shape : report.shapes()) {
    table.RawRow(
        {absl::StrCat("<code>", Escaped(report::Clipped(shape.normalized_sql(), kMostSqlShown)),
                      "</code><br>", ShapeColumns(shape, words)),
         Escaped(shape.account()), Number(shape.use().queries()), Number(shape.use().rows()),
         Number(shape.use().refusals())});
  }
  return OrNone(table, words) + MoreHtml(report.shapes_not_told(), words);
}

std::string RefusalsHtml(const ClosingReport& report, const Words& words) {
  HtmlTable table(
      {{words("理由", "Why")}, {words("アカウント", "Account")}, {words("件数", "Number"), true}});
  for (const auto& refused : report.refusals()) {
    table.Row({refused.reason().empty() ? refused.status() : words.Reason(refused.reason()),
               refused.account(), Number(refused.count())});
  }
  return OrNone(table, words);
}

std::string CallsHtml(const ClosingReport& report, const Words& words) {
  HtmlTable table({{words("日時", "Time")},
                   {words("職員", "Staff")},
                   {words("種類", "Kind")},
                   {words("目的", "Purpose")},
                   {words("情報の種類", "Classes")},
                   {words("結果", "Result")}});
  for (const auto& call : report.calls()) {
    table.Row({report::TimeText(call.time()), call.staff(),
               call.kind() == "TRACE" ? words("持ち主の調べ", "traced")
                                      : words("本人の照会", "value looked up"),
               call.purpose(), absl::StrJoin(call.classes(), ", "), call.status()});
  }
  return OrNone(table, words);
}

std::string FindingsHtml(const ClosingReport& report, const Words& words) {
  std::vector<std::string> lines;
  for (const auto& finding : report.findings()) lines.push_back(FindingLine(finding, words));
  if (lines.empty()) {
    lines.push_back(
        words("いつもと違うことは見つかりませんでした。", "Nothing out of the ordinary."));
  }
  return absl::StrCat(
      "<p>", LinesHtml(lines), "</p>\n<p>",
      SmallHtml(Filled(
          words(
              "この接続より前の$0日間の記録と比べました。判断の基準は監査記録の報告書と同じです。",
              "Compared with the $0 [day|days] of the log before; the rules are "
              "those of the report on the audit log."),
          {Number(report.baseline_days())})),
      "</p>\n");
}

std::string LogHtml(const ClosingReport& report, const Words& words) {
  const auto& log = report.log();
  HtmlTable table({{words("項目", "Item")}, {words("値", "Value")}});
  table.RawRow({Escaped(words("検証の結果", "Verification")), VerificationHtml(log, words)});
  if (log.has_first_record()) {
    table.Row({words("読んだ記録", "Records read"),
               absl::StrCat("#", Number(log.first_sequence()), " (",
                            report::TimeText(log.first_record()), ") – #", Number(log.records()),
                            " (", report::TimeText(log.last_record()), ")")});
  }
  table.RawRow(
      {Escaped(words("末尾の記録のハッシュ(控えてください)", "Hash of the last record (keep it)")),
       absl::StrCat("<span class=\"hash\">", Escaped(log.head()), "</span>")});
  table.RawRow(
      {Escaped(words("適用された規則(SHA-256)", "Policies in force (SHA-256)")),
       absl::StrCat("<span class=\"hash\">",
                    LinesHtml({report.policies().begin(), report.policies().end()}), "</span>")});
  return table.Html();
}

std::string SignatureHtml(const Words& words) {
  std::string html = "<table class=\"sign\">\n";
  for (const char* const line :
       {words("確認した日", "Date"), words("作業の結果・所見", "Result, remarks"),
        words("立会職員 署名・印", "Staff in attendance, signature"),
        words("責任者 署名・印", "Person in charge, signature")}) {
    absl::StrAppend(&html, "<tr><th scope=\"row\">", Escaped(line), "</th><td></td></tr>\n");
  }
  return html + "</table>\n";
}

std::string Title(const ClosingReport& report, const Words& words) {
  return absl::StrCat(words("保守接続 終了報告書 ", "Closing report of maintenance window "),
                      report.row().window().id());
}

// A line for each that isn't over: it isn't the last word on this window.
std::string StateHtml(const ClosingReport& report, const Words& words) {
  const auto state = report.row().window().state();
  std::string html = report.log().damage().empty() ? "" : VerificationHtml(report.log(), words);
  if (state == sudare::v1::Window::REQUESTED || state == sudare::v1::Window::APPROVED ||
      state == sudare::v1::Window::OPEN) {
    absl::StrAppend(&html, "<p><b>",
                    Escaped(words("この接続はまだ終わっていません(途中の報告)。",
                                  "This window isn't over yet: this is a report on the way.")),
                    "</b></p>\n");
  }
  return html;
}

}  // namespace

std::string ClosingHtml(const ClosingReport& report, const Words& words) {
  std::string body =
      absl::StrCat("<h1>", Escaped(Title(report, words)), "</h1>\n<p>", words("作成 ", "Made "),
                   WhenText(report.made_at()), Escaped(words("(日本時間)", " (Japan)")), "</p>\n",
                   StateHtml(report, words), FactsHtml(report, words));
  absl::StrAppend(
      &body, Section(words("作業の量", "How much was done"), UseHtml(report, words)),
      Section(words("いつもと違うこと", "Out of the ordinary"), FindingsHtml(report, words)),
      Section(words("経過", "What happened, when"), StepsHtml(report, words)),
      Section(words("見えた情報の種類と形", "Which data, in which form"),
              ClassesHtml(report, words)));
  absl::StrAppend(&body, Section(words("実行した問合せ", "Queries"), ShapesHtml(report, words)),
                  Section(words("拒否された要求", "Refusals"), RefusalsHtml(report, words)),
                  Section(words("職員による仮名の照会", "Calls of staff about its tokens"),
                          CallsHtml(report, words)),
                  Section(words("記録の検証", "Verification"), LogHtml(report, words)),
                  Section(words("確認", "Sign-off"), SignatureHtml(words)));
  return Page(Title(report, words), "A4 portrait", body, words);
}

}  // namespace sudare::ledger
