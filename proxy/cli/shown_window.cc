#include "proxy/cli/shown_window.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/display_width.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"

namespace sudare {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowEvent;
using sudare::v1::WindowPerson;

constexpr size_t kLabelWidth = 26;

std::string Both(const windows::BothLanguages& words) {
  return absl::StrCat(words.japanese, " / ", words.english);
}

std::string Line(absl::string_view label, absl::string_view text) {
  const size_t width = DisplayWidth(label);
  const std::string gap(width < kLabelWidth ? kLabelWidth - width : 1, ' ');
  return absl::StrCat(label, gap, TerminalText(text), "\n");
}

std::string ShownPerson(const WindowPerson& person) {
  return absl::StrCat(
      person.name(), " (", person.account(),
      person.organization().empty() ? "" : absl::StrCat(", ", person.organization()), "; ",
      person.pledge(), ", 有効期限 / valid until ", person.pledge_expires(), ")");
}

std::string ShownSpan(const Window& window) {
  return absl::StrCat(windows::ShownTime(windows::TimeOf(window.planned_start())), " – ",
                      windows::ShownTime(windows::TimeOf(window.planned_end())));
}

std::string ShownEvent(const WindowEvent& event) {
  std::string shown = Both(windows::WordsOf(event.kind()));
  if (!event.staff().empty()) absl::StrAppend(&shown, "  ", event.staff());
  if (!event.remark().empty()) absl::StrAppend(&shown, "  「", event.remark(), "」");
  return shown;
}

std::string Accounts(const Window& window) {
  return absl::StrJoin(window.persons(), ", ", [](std::string* out, const WindowPerson& person) {
    absl::StrAppend(out, person.account());
  });
}

}  // namespace

std::string ShownWindow(const Window& window) {
  std::string shown =
      absl::StrCat(Line("番号 / window", window.id()),
                   Line("状態 / state", Both(windows::WordsOf(window.state()))),
                   Line("予定 / planned", ShownSpan(window)), Line("役割 / role", window.role()));
  for (const WindowPerson& person : window.persons()) {
    absl::StrAppend(&shown, Line("作業者 / person", ShownPerson(person)));
  }
  absl::StrAppend(
      &shown, Line("目的 / purpose", window.purpose()), Line("障害票 / ticket", window.ticket()),
      Line("電話確認 / telephone", window.telephone()),
      Line("データ区分 / classes", window.classes().empty()
                                       ? "役割で見えるすべて / all that the role shows"
                                       : absl::StrJoin(window.classes(), ", ")),
      Line("行数 / rows", absl::StrCat(window.rows_read(), " / ", window.row_budget())));
  if (window.person_budget() != 0) {
    absl::StrAppend(&shown, Line("見た人数 / persons", absl::StrCat(window.persons_seen(), " / ",
                                                                    window.person_budget())));
  }
  for (const std::string& warning : window.warnings()) {
    absl::StrAppend(&shown, Line("注意 / warning", warning));
  }
  for (const WindowEvent& event : window.events()) {
    absl::StrAppend(&shown,
                    Line(windows::ShownTime(windows::TimeOf(event.time())), ShownEvent(event)));
  }
  return shown;
}

std::string ShownChange(const Window& window) {
  const WindowEvent& last = window.events(window.events_size() - 1);
  return absl::StrCat(windows::ShownTime(windows::TimeOf(last.time())), "  ",
                      TerminalText(window.id()), "  ", TerminalText(ShownEvent(last)), "\n");
}

void ShowWindows(const google::protobuf::RepeatedPtrField<Window>& windows, std::ostream& out) {
  TextTable table(out,
                  {"番号", "状態", "予定 / planned", "役割", "作業者", "目的", "行数", "人数"});
  for (const Window& window : windows) {
    table.Row({window.id(), Both(windows::WordsOf(window.state())), ShownSpan(window),
               window.role(), Accounts(window), window.purpose(), absl::StrCat(window.rows_read()),
               window.person_budget() == 0 ? "" : absl::StrCat(window.persons_seen())});
  }
  table.End();
}

}  // namespace sudare
