#include "proxy/cli/shown_window.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/display_width.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"
#include "proxy/windows/errand_book.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"

namespace sudare {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowEvent;
using sudare::v1::WindowLine;
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

// "あと8分 / ends in 8 min" for an open window that is about to end; otherwise empty.
std::string TimeLeft(const Window& window, absl::Time now) {
  if (!windows::EndsSoon(window, now)) return "";
  const int64_t minutes =
      std::max<int64_t>(0, absl::ToInt64Minutes(windows::TimeOf(window.planned_end()) - now));
  return absl::StrCat("あと", minutes, "分 / ends in ", minutes, " min");
}

std::string ShownState(const Window& window, absl::Time now) {
  std::string shown = Both(windows::WordsOf(window.state()));
  const std::string left = TimeLeft(window, now);
  if (!left.empty()) absl::StrAppend(&shown, " ⚠ ", left);
  if (window.line().state() == WindowLine::NOT_OFF) {
    absl::StrAppend(&shown, " ⚠ ", Both(windows::WordsOf(WindowLine::NOT_OFF)));
  }
  return shown;
}

std::string ShownLine(const WindowLine& line) {
  std::string shown = Both(windows::WordsOf(line.state()));
  if (line.failures() == 0) return shown;
  absl::StrAppend(&shown, "; 失敗 / failed ", line.failures(), "×: ", line.failure());
  if (line.has_next_try()) {
    absl::StrAppend(&shown, "; 次の試行 / tried again ",
                    windows::ShownTime(windows::TimeOf(line.next_try())));
  }
  return shown;
}

std::string ShownAttempts(const sudare::v1::RefusedAttempts& refused) {
  const std::string first = windows::ShownTime(windows::TimeOf(refused.first()));
  const std::string last = windows::ShownTime(windows::TimeOf(refused.last()));
  return absl::StrCat(refused.count(), "回 / times, ", first,
                      first == last ? "" : absl::StrCat(" – ", last), " (", refused.reason(), ")");
}

std::string Accounts(const Window& window) {
  return absl::StrJoin(window.persons(), ", ", [](std::string* out, const WindowPerson& person) {
    absl::StrAppend(out, person.account());
  });
}

}  // namespace

std::string ShownWindow(const Window& window, absl::Time now) {
  std::string shown = absl::StrCat(
      Line("番号 / window", window.id()), Line("状態 / state", ShownState(window, now)),
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
  if (window.has_line()) absl::StrAppend(&shown, Line("回線 / line", ShownLine(window.line())));
  for (const WindowEvent& event : window.events()) {
    absl::StrAppend(&shown,
                    Line(windows::ShownTime(windows::TimeOf(event.time())), ShownEvent(event)));
  }
  return shown;
}

std::string ShownChange(const Window& window, absl::Time now) {
  const WindowEvent& last = window.events(window.events_size() - 1);
  std::string shown =
      absl::StrCat(windows::ShownTime(windows::TimeOf(last.time())), "  ",
                   TerminalText(window.id()), "  ", TerminalText(ShownEvent(last)), "\n");
  std::string alert;
  if (window.alert() == Window::ENDS_SOON) {
    alert = TimeLeft(window, now);
  } else if (window.alert() == Window::CLOSED_BY_ITSELF) {
    alert = "職員が切断する前に自動切断されました / closed by itself, before staff closed it";
  } else if (window.alert() == Window::LINE_NOT_OFF) {
    alert = ShownLine(window.line());
  }
  if (alert.empty()) return shown;
  return absl::StrCat(shown, windows::ShownTime(now), "  ", TerminalText(window.id()), "  ⚠ ",
                      TerminalText(alert), "\n");
}

std::string ShownNext(const sudare::v1::NextWindowResponse& next) {
  std::string shown =
      absl::StrCat(Line("アカウント / account", next.account()), Line("役割 / role", next.role()));
  if (!next.requires_window()) {
    absl::StrAppend(&shown, Line("接続 / window", "不要 / needs none"));
  }
  for (const Window& window : next.open()) {
    absl::StrAppend(&shown,
                    Line("接続中 / open now", absl::StrCat(window.id(), "  ", ShownSpan(window))));
  }
  for (const Window& window : next.planned()) {
    absl::StrAppend(&shown,
                    Line("予定 / planned", absl::StrCat(window.id(), "  ", ShownSpan(window), "  ",
                                                        Both(windows::WordsOf(window.state())))));
  }
  if (next.requires_window() && next.planned().empty()) {
    absl::StrAppend(&shown, Line("予定 / planned", "なし / none"));
  }
  absl::StrAppend(&shown, Line("拒否した試み / refused",
                               next.has_refused() ? ShownAttempts(next.refused())
                                                  : "1時間以内になし / none within an hour"));
  return shown;
}

void ShowWindows(const google::protobuf::RepeatedPtrField<Window>& windows, absl::Time now,
                 std::ostream& out) {
  TextTable table(out,
                  {"番号", "状態", "予定 / planned", "役割", "作業者", "目的", "行数", "人数"});
  for (const Window& window : windows) {
    table.Row({window.id(), ShownState(window, now), ShownSpan(window), window.role(),
               Accounts(window), window.purpose(), absl::StrCat(window.rows_read()),
               window.person_budget() == 0 ? "" : absl::StrCat(window.persons_seen())});
  }
  table.End();
}

}  // namespace sudare
