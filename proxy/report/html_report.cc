#include "proxy/report/html_report.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/report/finding_text.h"
#include "proxy/report/html.h"
#include "proxy/report/html_style.h"
#include "proxy/report/html_tables.h"
#include "proxy/report/html_windows.h"
#include "proxy/report/period.h"
#include "proxy/report/report.h"
#include "proxy/report/summary_text.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

std::string Title(const AuditReport& report, const Words& words) {
  std::string period = absl::StrCat(report.first_day(), words("〜", " to "), report.last_day());
  if (!report.month().empty()) {
    absl::CivilMonth month;
    absl::ParseCivilTime(report.month(), &month);
    period = words.Month(month);
  }
  if (!IsOfOrganization(report)) {
    return absl::StrCat(words("監査記録の報告書 ", "Report on the audit log, "), period);
  }
  return Filled(
      words("監査記録の報告書 $1($0 の分)", "Report on the audit log, $1: the part of $0"),
      {report.options().organization(), period});
}

std::string Section(const char* heading, const std::string& body) {
  return absl::StrCat("<section>\n<h2>", Escaped(heading), "</h2>\n", body, "</section>\n");
}

// Who and what, of those that need attention.
std::string HeadlinesHtml(const AuditReport& report, const Words& words) {
  std::string out;
  for (const auto& finding : report.findings()) {
    if (!finding.needs_attention()) continue;
    const std::string& by = finding.account().empty() ? finding.staff() : finding.account();
    const std::string& who = finding.window().empty() ? by : finding.window();
    absl::StrAppend(&out, "<li>", Escaped(TextOf(finding, words).title),
                    who.empty() ? "" : absl::StrCat(": ", Escaped(who)), "</li>\n");
  }
  return absl::StrCat("<ul>\n", out, "</ul>\n");
}

std::string StateHtml(const AuditReport& report, const Words& words) {
  const int attention = NeedsAttention(report);
  const bool is_damaged = !report.log().damage().empty();
  const char* style = "state good";
  std::string text = words("確かめる必要のあることは見つかりませんでした。",
                           "Nothing was found that needs attention.");
  if (is_damaged) {
    style = "state bad";
    text = words("監査記録に改ざんまたは破損があります。直ちに対応が必要です。",
                 "The audit log was altered or is damaged. This needs an answer at once.");
  } else if (attention > 0) {
    style = "state look";
    text = Filled(
        words("確かめていただきたいことが$0件あります。", "$0 [thing needs|things need] a look."),
        {Number(static_cast<uint64_t>(attention))});
  }
  return absl::StrCat("<div class=\"", style, "\">", Escaped(text), "\n",
                      attention > 0 ? HeadlinesHtml(report, words) : "", "</div>\n");
}

std::string NumbersHtml(const AuditReport& report, const Words& words) {
  const auto& total = report.total();
  std::string out = "<div class=\"numbers\">\n";
  const auto add = [&out](const std::string& number, const char* name) {
    absl::StrAppend(&out, "<div><b>", Escaped(number), "</b><span>", Escaped(name),
                    "</span></div>\n");
  };
  add(Number(total.queries()), words("問合せ", "queries"));
  add(Number(total.rows()), words("読み出した行", "rows read"));
  add(Bytes(total.bytes()), words("データ量", "data"));
  add(Number(total.refusals()), words("拒否", "refusals"));
  add(Number(total.off_window()), words("許可時間外の試み", "off-window attempts"));
  if (!IsOfOrganization(report)) {
    add(Number(total.detokenizations()), words("仮名の照会・調べ", "calls on tokens"));
  }
  add(Number(total.failed_logins()), words("ログインの失敗", "failed log-ins"));
  return out + "</div>\n";
}

std::string HeadHtml(const AuditReport& report, const Words& words) {
  std::string out = absl::StrCat(StateHtml(report, words), "<ul class=\"summary\">\n");
  for (const std::string& sentence : SummaryOf(report, words)) {
    absl::StrAppend(&out, "<li>", Escaped(sentence), "</li>\n");
  }
  return absl::StrCat(out, "</ul>\n", NumbersHtml(report, words));
}

std::string FindingsHtml(const AuditReport& report, const Words& words) {
  std::string out;
  for (const auto& finding : report.findings()) {
    const FindingText text = TextOf(finding, words);
    absl::StrAppend(
        &out,
        finding.needs_attention() ? "<div class=\"finding attention\">" : "<div class=\"finding\">",
        "<h3>",
        finding.needs_attention() ? words("【要確認】", "[Look] ") : words("【参考】", "[Note] "),
        Escaped(text.title), "</h3>\n<p>", Escaped(text.what), "</p>\n<p class=\"advice\">→ ",
        Escaped(text.advice), "</p>\n");
    if (!finding.normalized_sql().empty()) {
      absl::StrAppend(&out, "<p><code>", Escaped(finding.normalized_sql()), "</code> <small>",
                      Escaped(finding.fingerprint()), "</small></p>\n");
    }
    out += "</div>\n";
  }
  if (!out.empty()) return out;
  return absl::StrCat(
      "<p class=\"none\">",
      Escaped(words("いつもと違うことは見つかりませんでした。", "Nothing out of the ordinary.")),
      "</p>\n");
}

std::string LogHtml(const AuditReport& report, const Words& words) {
  const AuditReport::Log& log = report.log();
  HtmlTable table({{words("項目", "Item")}, {words("値", "Value")}});
  table.Row({words("検証の結果", "Verification"),
             log.damage().empty()
                 ? std::string(words("完全(欠け・改ざんなし)", "whole and unaltered"))
                 : absl::StrCat(words("失敗: ", "FAILED: "), log.damage())});
  table.Row({words("記録の数", "Records"), Number(log.records())});
  if (log.has_first_record()) {
    table.Row({words("記録のある期間", "Log from and to"),
               absl::StrCat(TimeText(log.first_record()), words("〜", " – "),
                            TimeText(log.last_record()))});
  }
  table.Row({words("この期間の記録の番号", "Records of the period"),
             log.first_sequence() == 0
                 ? std::string("–")
                 : absl::StrCat(log.first_sequence(), words("〜", " – "), log.last_sequence())});
  table.Row(
      {words("期間の最後の記録のハッシュ", "Hash of the period's last record"), log.last_hash()});
  table.Row({words("全体の最後の記録のハッシュ(控えてください)",
                   "Hash of the log's last record (write it down)"),
             log.head()});
  table.Row({words("この報告書の番号(署名の対象)", "Digest of this report (what is signed)"),
             report.digest()});
  if (log.torn_tail()) {
    table.Row({words("末尾", "End"), words("書き込み途中の記録が1件あります(停電等)。",
                                           "One unfinished record, as a crash leaves it.")});
  }
  return table.Html();
}

std::string RulesHtml(const AuditReport& report, const Words& words) {
  std::string out = "<ul class=\"note\">\n";
  for (const std::string& rule : RulesOf(report, words)) {
    absl::StrAppend(&out, "<li>", Escaped(rule), "</li>\n");
  }
  return out + "</ul>\n";
}

std::string SignatureHtml(const AuditReport& report, const Words& words) {
  std::string out;
  for (const auto& signature : report.signatures()) {
    absl::StrAppend(&out, "<p>✓ ", Escaped(TimeText(signature.time())), " <b>",
                    Escaped(signature.reviewer()), "</b> ", Escaped(signature.month()), " ",
                    signature.is_of_this_report()
                        ? words("(この報告書を確認)", "(this very report)")
                        : words("(別の時点・基準の報告書を確認)", "(another report of the month)"),
                    signature.remarks().empty() ? "" : " – ", Escaped(signature.remarks()),
                    "</p>\n");
  }
  if (out.empty()) {
    absl::StrAppend(&out, "<p class=\"none\">",
                    Escaped(words("この期間の確認(署名)はまだ記録されていません。",
                                  "No sign-off of this period is on record yet.")),
                    "</p>\n");
  }
  absl::StrAppend(
      &out, "<p class=\"note\">",
      Escaped(words("確認者は、この期間に作業(接続・切断・承認、仮名の本人照会、規則の読み込み)"
                    "をした職員であってはなりません。",
                    "The reviewer must not be a member of staff who acted in the period.")),
      "</p>\n<table class=\"sign\">\n<tr><th>", Escaped(words("確認した日", "Date")),
      "</th><td></td></tr>\n<tr><th>", Escaped(words("確認者の所属・氏名", "Reviewer")),
      "</th><td></td></tr>\n<tr><th>", Escaped(words("所見", "Remarks")),
      "</th><td></td></tr>\n<tr><th>", Escaped(words("署名・印", "Signature")),
      "</th><td></td></tr>\n</table>\n");
  return out;
}

// What the reader of a part has to know about it.
std::string PartHtml(const Words& words) {
  return absl::StrCat(
      "<p class=\"note\">",
      Escaped(words(
          "問合せの目的、承認の理由([…])"
          "、ほかの組織の記録、枠の手続きのほかに職員がしたことは含みま"
          "せん。枠の目的と伝票の長い数字は[#]"
          "に置き換えてあります。検証したのは監査記録の全体です。"
          "この報告書は、月次の確認(署名)の対象ではありません。",
          "It has no purposes of queries, no reasons of approvals ([…]), nothing of other "
          "organizations, and nothing of what staff did beside the steps of these windows. In "
          "purposes and tickets of windows, [#] stands for a long number. Verified was the whole "
          "log. This report is not the one that is signed off.")),
      "</p>\n");
}

std::string TablesHtml(const AuditReport& report, const Words& words) {
  const bool is_whole = !IsOfOrganization(report);
  std::string out = absl::StrCat(
      Section(words("どの種類の情報を、どの形で", "Which data, in which form"),
              ClassesHtml(report, words)),
      Section(words("拒否された要求と、許可時間外の試み", "Refusals and off-window attempts"),
              RefusalsHtml(report, words)),
      Section(words("作業時間の枠(接続と切断)", "Maintenance windows"),
              WindowsHtml(report, words)));
  if (is_whole) {
    out += Section(words("職員の操作(仮名の照会など)", "What staff did"), StaffHtml(report, words));
  }
  absl::StrAppend(&out, Section(words("主な問合せ", "Queries"), ShapesHtml(report, words)),
                  is_whole ? Section(words("規則とサーバの出来事", "Policy and server"),
                                     EventsHtml(report, words))
                           : Section(words("適用されていた規則と、記録の修復",
                                           "Policies in force, repairs of the log"),
                                     PoliciesHtml(report, words)));
  return out;
}

}  // namespace

std::string HtmlReport(const AuditReport& report, const Words& words) {
  const std::string title = Escaped(Title(report, words));
  std::string out =
      absl::StrCat("<!DOCTYPE html>\n<html lang=\"", words("ja", "en"),
                   "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                   "content=\"width=device-width, "
                   "initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" "
                   "content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'\">\n<title>",
                   title, "</title>\n<style>", kHtmlStyle, "</style>\n</head>\n<body>\n<h1>", title,
                   "</h1>\n<p class=\"sub\">");
  absl::StrAppend(&out, report.first_day(), words("〜", " to "), report.last_day(), " · ",
                  Escaped(words("作成 ", "made ")), TimeText(report.made_at()),
                  Escaped(words("(日本時間)", " (Japan)")), "</p>\n");
  if (IsOfOrganization(report)) out += PartHtml(words);
  absl::StrAppend(
      &out, HeadHtml(report, words),
      Section(words("いつもと違うこと", "Out of the ordinary"), FindingsHtml(report, words)),
      Section(words("だれが、どれだけ", "Who, and how much"), AccountsHtml(report, words)),
      Section(words("いつ", "When"), ChartsHtml(report, words)), TablesHtml(report, words),
      Section(words("記録の検証", "Verification"), LogHtml(report, words)),
      Section(words("判断の基準", "Rules"), RulesHtml(report, words)));
  if (!IsOfOrganization(report)) {
    out += Section(words("確認(署名)", "Sign-off"), SignatureHtml(report, words));
  }
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace sudare::report
