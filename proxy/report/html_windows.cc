#include "proxy/report/html_windows.h"

#include "absl/strings/str_cat.h"
#include "proxy/report/html.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

// As it is numbered it stays on one line.
constexpr size_t kUsualId = 10;

std::string IdHtml(const std::string& id) {
  return id.size() > kUsualId ? Escaped(id)
                              : absl::StrCat("<span class=\"t\">", Escaped(id), "</span>");
}

// What was wrong with a window, below its steps.
std::string WindowMarks(const AuditReport::WindowUse& window, const Words& words) {
  std::string out;
  const auto mark = [&out](const char* name) {
    absl::StrAppend(&out, "<br><b class=\"mark\">", Escaped(name), "</b> ");
  };
  for (const std::string& warning : window.warnings()) {
    mark(words("警告", "warning"));
    out += Escaped(words.Half(warning));
  }
  if (!window.approval_remark().empty()) {
    absl::StrAppend(&out, "<br><small>", Escaped(words("承認の理由: ", "reason of the approval: ")),
                    Escaped(window.approval_remark()), "</small>");
  }
  for (const auto& failed : window.failed_commands()) {
    mark(words("失敗", "failed"));
    out += Escaped(Filled(words("$0のプログラム、$1回", "program $0, $1 [time|times]"),
                          {words.Command(failed.event()), Number(failed.count())}));
  }
  return out;
}

}  // namespace

std::string WindowsHtml(const AuditReport& report, const Words& words) {
  HtmlTable table({{words("番号", "Window")},
                   {words("目的・伝票", "Purpose, ticket")},
                   {words("作業者と誓約書", "Persons and pledges")},
                   {words("経過", "What happened")},
                   {words("問合せ", "Queries"), true},
                   {words("行数", "Rows"), true},
                   {words("人数", "People"), true}});
  for (const auto& window : report.windows()) {
    std::string persons;
    for (const auto& person : window.persons()) {
      absl::StrAppend(&persons, persons.empty() ? "" : "<br>", Escaped(person.account()),
                      " <small>", Escaped(person.organization()), " ", Escaped(person.pledge()),
                      person.pledge_expires().empty() ? "" : words("、期限 ", ", until "),
                      Escaped(person.pledge_expires()), "</small>");
    }
    std::string steps;
    for (const auto& step : window.steps()) {
      absl::StrAppend(&steps, steps.empty() ? "" : "<br>", "<span class=\"t\">",
                      TimeText(step.time()).substr(0, 16), "</span> ",
                      Escaped(words.Event(step.what())), " ", Escaped(step.staff()));
    }
    table.RawRow(
        {IdHtml(window.window()),
         absl::StrCat(Escaped(window.purpose()), " <small>", Escaped(window.ticket()), "</small>"),
         persons, steps + WindowMarks(window, words), Number(window.queries()),
         Number(window.rows()), window.has_persons_seen() ? Number(window.persons_seen()) : "–"});
  }
  if (!table.empty()) return table.Html();
  return absl::StrCat("<p class=\"none\">",
                      Escaped(words("作業時間の枠はありません。", "There was no window.")),
                      "</p>\n");
}

}  // namespace sudare::report
