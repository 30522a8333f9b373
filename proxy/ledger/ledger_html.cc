#include "proxy/ledger/ledger_html.h"

#include "absl/strings/str_cat.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/ledger/page.h"
#include "proxy/report/html.h"
#include "proxy/report/period.h"

namespace sudare::ledger {
namespace {

using report::Escaped;
using report::Number;
using sudare::v1::Ledger;
using sudare::v1::LedgerRow;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

// Each with its width on paper, in hundredths of the table's.
struct Column {
  const char* japanese;
  const char* english;
  int width;
};
constexpr Column kColumns[] = {
    {"番号・状態", "Window, state", 7},
    {"目的・障害票・電話確認", "Purpose, ticket, telephone", 14},
    {"作業者(所属)・誓約書", "Persons (organisation), pledges", 16},
    {"申請・承認(責任者)", "Requested, approved (responsible)", 13},
    {"予定・接続・切断(立会職員)", "Planned, connected, disconnected (staff)", 17},
    {"問合せ・行数・拒否", "Queries, rows, refused", 8},
    {"見えた情報の種類と形", "Classes of data, and in which form", 12},
    {"備考", "Remarks", 13},
};

std::string Title(const Ledger& ledger, const Words& words) {
  return absl::StrCat(words("保守接続台帳", "Ledger of maintenance connections"));
}

std::string PeriodLine(const Ledger& ledger, const Words& words) {
  std::string line;
  absl::CivilMonth month;
  if (absl::ParseCivilTime(ledger.month(), &month)) {
    absl::StrAppend(&line, MonthText(month, words), words("分 ", ": "));
  }
  absl::StrAppend(&line, ledger.first_day(), words("〜", " to "), ledger.last_day(),
                  ledger.is_complete() ? "" : words("(途中)", " (not over yet)"));
  if (!ledger.only_windows().empty() || !ledger.only_states().empty()) {
    absl::StrAppend(&line, words("、抜粋", ", extract"));
  }
  return absl::StrCat(line, words("、作成 ", "; made "), WhenText(ledger.made_at()),
                      words("(日本時間)", " (Japan)"));
}

std::string StampsHtml(const std::vector<std::string>& stamps) {
  std::string html = "<div class=\"stamps\">";
  for (const std::string& stamp : stamps) {
    absl::StrAppend(&html, "<div>", Escaped(stamp), "</div>");
  }
  return html + "</div>";
}

bool IsDamaged(const Ledger& ledger) { return !ledger.log().damage().empty(); }

// What isn't listed may stand behind the damage.
std::string DamageHtml(const Ledger& ledger, const Words& words) {
  return absl::StrCat(
      VerificationHtml(ledger.log(), words), "<p class=\"more\">",
      Escaped(words("損傷より後の記録は読めないため、この台帳には含まれていません。",
                    "Records after the damage can't be read: the ledger lacks what "
                    "they tell.")),
      "</p>\n");
}

// On each page: what it is a page of, the head of the log, boxes for stamps.
std::string HeadHtml(const Ledger& ledger, const std::vector<std::string>& stamps,
                     const Words& words) {
  std::string html = "<colgroup>";
  for (const Column& column : kColumns) {
    absl::StrAppend(&html, "<col style=\"width:", column.width, "%\">");
  }
  absl::StrAppend(
      &html,
      "</colgroup>\n<thead>\n<tr class=\"head\"><th colspan=\"8\"><div class=\"band\"><div><h1>",
      Escaped(Title(ledger, words)), "</h1>", Escaped(PeriodLine(ledger, words)), "<br>",
      IsDamaged(ledger) ? words("損傷前の最後の記録：", "Last record before the damage: ")
                        : words("監査記録の末尾：", "End of the audit log: "),
      "<span class=\"hash\">", Escaped(HeadText(ledger.log(), words)), "</span></div>",
      StampsHtml(stamps), "</div></th></tr>\n<tr>");
  for (const Column& column : kColumns) {
    absl::StrAppend(&html, "<th scope=\"col\">", Escaped(words(column.japanese, column.english)),
                    "</th>");
  }
  return html + "</tr>\n</thead>\n";
}

std::string Term(const char* name, const std::string& html) {
  return html.empty() ? "" : absl::StrCat("<dt>", Escaped(name), "</dt><dd>", html, "</dd>");
}

std::string EventHtml(const WindowEvent* event, const Words& words) {
  if (event == nullptr) return "";
  const std::string who = Escaped(WhoText(event, words));
  return absl::StrCat(
      "<span class=\"t\">", WhenText(event), "</span><br>",
      IsAutomatic(*event) ? absl::StrCat("<span class=\"auto\">", who, "</span>") : who);
}

std::string PurposeHtml(const Window& window, const Words& words) {
  return absl::StrCat(Escaped(window.purpose()), "<dl>",
                      Term(words("障害票", "Ticket"), Escaped(window.ticket())),
                      Term(words("電話", "Telephone"), Escaped(window.telephone())), "</dl>");
}

std::string PersonsHtml(const Window& window, const Words& words) {
  std::string html;
  for (const auto& person : window.persons()) {
    absl::StrAppend(
        &html, html.empty() ? "" : "<br>", Escaped(person.name()),
        person.organization().empty()
            ? ""
            : absl::StrCat(words("(", " ("), Escaped(person.organization()), words(")", ")")),
        "<br>", SmallHtml(PledgeText(person, words)));
  }
  return html;
}

std::string DecisionsHtml(const Window& window, const Words& words) {
  const WindowEvent* const approved = EventOf(window, WindowEvent::APPROVED);
  return absl::StrCat(
      "<dl>",
      Term(words("申請", "Req."), EventHtml(EventOf(window, WindowEvent::REQUESTED), words)),
      Term(words("承認", "Appr."), EventHtml(approved, words)), "</dl>");
}

std::string TimesHtml(const Window& window, const Words& words) {
  return absl::StrCat(
      "<dl>",
      Term(words("予定", "Plan"), Escaped(SpanText(window.planned_start(), window.planned_end()))),
      Term(words("接続", "Conn."), EventHtml(EventOf(window, WindowEvent::OPENED), words)),
      Term(words("切断", "Disc."), EventHtml(EndOf(window), words)), "</dl>");
}

std::string RowHtml(const LedgerRow& row, const Ledger& ledger, const Words& words) {
  const Window& window = row.window();
  std::string html =
      absl::StrCat("<tr><td><span class=\"id\">", Escaped(window.id()), "</span><br>",
                   Escaped(StateText(window.state(), words)), "</td>");
  for (const std::string& cell : {PurposeHtml(window, words), PersonsHtml(window, words),
                                  DecisionsHtml(window, words), TimesHtml(window, words)}) {
    absl::StrAppend(&html, "<td>", cell, "</td>");
  }
  return absl::StrCat(
      html, "<td class=\"n\">", Number(row.use().queries()), words("件", " queries"), "<br>",
      Number(row.use().rows()), words("行", " rows"), "<br>", words("拒否 ", "refused "),
      Number(row.use().refusals()), "</td><td>", LinesHtml(ClassLines(row, words)), "</td><td>",
      LinesHtml(RemarkLines(row, ledger.log(), words)), "</td></tr>\n");
}

// The last row, so that it never stands on a page without a head.
std::string FootHtml(const Ledger& ledger, const Words& words) {
  const auto& log = ledger.log();
  std::string html = absl::StrCat("<tr><td colspan=\"8\"><p>", words("件数 ", "Windows: "),
                                  Number(static_cast<uint64_t>(ledger.windows_size())));
  if (ledger.not_listed() > 0) {
    absl::StrAppend(&html,
                    Escaped(report::Filled(words("(ほかに$0件を省略。期間を短くしてください)",
                                                 " (and $0 more: ask for a shorter period)"),
                                           {Number(ledger.not_listed())})));
  }
  // The box of a damaged log is no part of a paragraph.
  absl::StrAppend(&html, "</p>\n<div>",
                  words("監査記録の検証：", "Verification of the audit log: "),
                  VerificationHtml(log, words), "</div>\n");
  if (log.has_first_record()) {
    absl::StrAppend(&html, "<p>", words("読んだ記録：", "Records read: "), "#",
                    Number(log.first_sequence()), " (", report::TimeText(log.first_record()),
                    ") – #", Number(log.records()), " (", report::TimeText(log.last_record()),
                    ")</p>\n");
  }
  // Of a damaged one there is no hash to keep.
  if (IsDamaged(ledger)) return html + "</td></tr>\n";
  return absl::StrCat(
      html, "<p>",
      Escaped(words("この台帳は監査記録から機械的に作成したものです。末尾の記録の番号とハッシュを"
                    "紙で保管すると、後から記録が書き換えられたときに分かります(sudare audit "
                    "verify --expect-head)。",
                    "This ledger was made from the audit log by the machine. Kept on paper, the "
                    "number and hash of the last record tell later whether the log was rewritten "
                    "(sudare audit verify --expect-head).")),
      "</p></td></tr>\n");
}

std::string NothingText(const Ledger& ledger, const Words& words) {
  if (ledger.log().has_first_record() &&
      report::IsAfterDay(ledger.log().first_record(), ledger.last_day())) {
    const std::string day = WhenText(ledger.log().first_record()).substr(0, 10);
    return words.is_japanese()
               ? absl::StrCat("監査記録は", day,
                              "に始まっており、この期間のことは記録されていません。")
               : absl::StrCat("The audit log begins on ", day,
                              ": it tells nothing of this period.");
  }
  if (IsDamaged(ledger)) {
    return words("損傷より前の記録には、この期間の保守接続はありません。",
                 "The records before the damage tell of no maintenance connection in this period.");
  }
  return words("この期間の保守接続はありません。",
               "There was no maintenance connection in this period.");
}

}  // namespace

std::string LedgerHtml(const Ledger& ledger, const std::vector<std::string>& stamps,
                       const Words& words) {
  std::string body;
  if (IsDamaged(ledger)) body = DamageHtml(ledger, words);
  absl::StrAppend(&body, "<table class=\"fixed\">\n",
                  HeadHtml(ledger,
                           stamps.empty() ? std::vector<std::string>{words("課長", "Head"),
                                                                     words("担当", "Officer")}
                                          : stamps,
                           words),
                  "<tbody>\n");
  for (const LedgerRow& row : ledger.windows()) body += RowHtml(row, ledger, words);
  if (ledger.windows().empty()) {
    absl::StrAppend(&body, "<tr><td class=\"none\" colspan=\"8\">",
                    Escaped(NothingText(ledger, words)), "</td></tr>\n");
  }
  absl::StrAppend(&body, FootHtml(ledger, words), "</tbody>\n</table>\n");
  return Page(absl::StrCat(Title(ledger, words), " ", ledger.first_day(), words("〜", " to "),
                           ledger.last_day()),
              "A4 landscape", body, words);
}

}  // namespace sudare::ledger
