#include "proxy/ledger/ledger_words.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/report/period.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"

namespace sudare::ledger {
namespace {

using report::Filled;
using report::Number;
using sudare::v1::LedgerLog;
using sudare::v1::LedgerRow;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

std::string Pick(const windows::BothLanguages& both, const Words& words) {
  return std::string(words.is_japanese() ? both.japanese : both.english);
}

// What a row says in columns of its own; the remark alone is new.
bool HasColumn(WindowEvent::Kind kind) {
  switch (kind) {
    case WindowEvent::REQUESTED:
    case WindowEvent::APPROVED:
    case WindowEvent::OPENED:
    case WindowEvent::CLOSED:
    case WindowEvent::ENDED:
    case WindowEvent::IDLED:
      return true;
    default:
      return false;
  }
}

// As short as a column wants it: the reader knows the forms by heart.
std::string MaskText(absl::string_view mask, const Words& words) {
  struct Entry {
    absl::string_view mask;
    const char* japanese;
    const char* english;
  };
  constexpr Entry kMasks[] = {
      {"allow", "そのまま", "as it is"},     {"redact", "消去", "redacted"},
      {"presence", "有無のみ", "presence"},  {"partial", "一部の文字", "partly"},
      {"generalize", "丸めた値", "rounded"}, {"scrub", "数字を伏せた文", "scrubbed"},
      {"tokenize", "仮名", "token"},         {"json", "一部の項目", "parts"},
  };
  for (const Entry& entry : kMasks) {
    if (entry.mask == mask) return words(entry.japanese, entry.english);
  }
  return words.Mask(mask);
}

std::string EventLine(const WindowEvent& event, const Words& words) {
  std::string line = EventText(event.kind(), words);
  if (!HasColumn(event.kind())) {
    const std::string who = event.staff().empty() ? "" : absl::StrCat(" ", WhoText(&event, words));
    absl::StrAppend(&line, " ", WhenText(&event), who);
  }
  if (!event.remark().empty()) absl::StrAppend(&line, words("：", ": "), event.remark());
  return line;
}

}  // namespace

std::string StateText(Window::State state, const Words& words) {
  return Pick(windows::WordsOf(state), words);
}

std::string EventText(WindowEvent::Kind kind, const Words& words) {
  return Pick(windows::WordsOf(kind), words);
}

std::string WhoText(const WindowEvent* event, const Words& words) {
  if (event == nullptr) return "";
  if (event->staff().empty()) return EventText(event->kind(), words);
  return event->title().empty() ? event->staff() : event->title();
}

std::string WhenText(const google::protobuf::Timestamp& time) {
  const absl::Time moment = windows::TimeOf(time);
  return moment == absl::InfinitePast() ? "" : windows::ShownTime(moment);
}

std::string WhenText(const WindowEvent* event) {
  return event == nullptr ? "" : WhenText(event->time());
}

std::string SpanText(const google::protobuf::Timestamp& from,
                     const google::protobuf::Timestamp& to) {
  std::string end = WhenText(to);
  const std::string start = WhenText(from);
  // The day once.
  if (end.substr(0, 10) == start.substr(0, 10) && end.size() > 11) end = end.substr(11);
  return absl::StrCat(start, " – ", end);
}

std::string PledgeText(const sudare::v1::WindowPerson& person, const Words& words) {
  return Filled(words("$0(〜$1)", "$0 (until $1)"), {person.pledge(), person.pledge_expires()});
}

std::vector<std::string> ClassLines(const LedgerRow& row, const Words& words) {
  std::map<std::string, std::vector<std::string>> by_mask;
  for (const auto& use : row.classes()) by_mask[use.mask()].push_back(use.class_());
  std::vector<std::string> lines;
  for (const auto& [mask, classes] : by_mask) {
    lines.push_back(absl::StrCat(MaskText(mask, words), words("：", ": "),
                                 absl::StrJoin(classes, words("、", ", "))));
  }
  return lines;
}

std::vector<std::string> RemarkLines(const LedgerRow& row, const LedgerLog& log,
                                     const Words& words) {
  std::vector<std::string> lines;
  for (const WindowEvent& event : row.window().events()) {
    if (!HasColumn(event.kind()) || !event.remark().empty()) {
      lines.push_back(EventLine(event, words));
    }
  }
  const auto tell = [&](uint64_t count, const char* text) {
    if (count > 0) lines.push_back(Filled(text, {Number(count)}));
  };
  if (row.unsettled() != WindowEvent::KIND_UNSPECIFIED) {
    lines.push_back(Filled(words("「$0」の結果の記録がない(サーバの停止)",
                                 "how `$0` ended isn't on record: the proxy stopped"),
                           {EventText(row.unsettled(), words)}));
  }
  tell(row.use().unended_queries(),
       words("終わりの記録がない問合せ$0件", "$0 [query|queries] without an end on record"));
  tell(row.detokenizations(), words("仮名の照会$0件", "$0 [call|calls] of staff about its tokens"));
  tell(row.failed_commands(),
       words("失敗した命令(回線の切替・通知)$0件", "$0 failed [command|commands] (lines, alarms)"));
  tell(row.refused_changes(), words("拒否された操作$0件", "$0 refused [change|changes] of it"));
  if (log.first_sequence() > 1 && !row.window().events().empty() &&
      windows::TimeOf(row.window().events(0).time()) < windows::TimeOf(log.first_record())) {
    lines.push_back(words("記録の初めが保存先に移されているため、件数は一部",
                          "the beginning of the log was archived: counts are of the rest"));
  }
  return lines;
}

std::string VerificationText(const LedgerLog& log, const Words& words) {
  if (log.damage().empty()) {
    return words("完全(欠け・改ざんなし)", "whole and unaltered");
  }
  return absl::StrCat(words("失敗(改ざんまたは破損): ", "FAILED (altered or damaged): "),
                      log.damage());
}

std::string HeadText(const LedgerLog& log, const Words& words) {
  return Filled(words("記録 #$0 $1", "record #$0 $1"),
                {Number(log.records()), log.head().empty() ? "–" : log.head()});
}

}  // namespace sudare::ledger
