#include "proxy/ledger/closing_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/report/finding_text.h"
#include "proxy/report/period.h"

namespace sudare::ledger {
namespace {

using report::Filled;
using report::Number;
using sudare::v1::ClosingReport;
using sudare::v1::LedgerRow;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

using Step = ClosingReport::Step;

std::string EventFact(const WindowEvent* event, const Words& words) {
  if (event == nullptr) return "–";
  return absl::StrCat(WhenText(event), "  ", WhoText(event, words));
}

// How long it was connected: "1時間42分".
std::string ConnectedText(const Window& window, const Words& words) {
  const WindowEvent* const opened = EventOf(window, WindowEvent::OPENED);
  const WindowEvent* const end = EndOf(window);
  if (opened == nullptr) return words("接続なし", "never connected");
  if (end == nullptr) return words("接続中", "connected still");
  const auto minutes =
      absl::ToInt64Minutes(report::TimeOf(end->time()) - report::TimeOf(opened->time()));
  return Filled(words("$0時間$1分", "$0 h $1 min"),
                {absl::StrCat(minutes / 60), absl::StrCat(minutes % 60)});
}

std::string PersonFact(const sudare::v1::WindowPerson& person, const Words& words) {
  return absl::StrCat(person.name(), " (", person.organization(), ", ", person.account(), "; ",
                      PledgeText(person, words), ")");
}

// Of its budget: "1,234 / 200,000 (0.6%)".
std::string RowsFact(const LedgerRow& row) {
  const uint64_t budget = row.window().row_budget();
  if (budget == 0) return Number(row.use().rows());
  return absl::StrCat(Number(row.use().rows()), " / ", Number(budget),
                      absl::StrFormat(" (%.1f%%)", 100.0 * static_cast<double>(row.use().rows()) /
                                                       static_cast<double>(budget)));
}

}  // namespace

Facts WindowFacts(const ClosingReport& report, const Words& words) {
  const Window& window = report.row().window();
  Facts facts = {
      {words("番号", "Window"), window.id()},
      {words("状態", "State"), StateText(window.state(), words)},
      {words("目的", "Purpose"), window.purpose()},
      {words("障害票", "Ticket"), window.ticket()},
      {words("電話確認", "Telephone"), window.telephone()},
      {words("役割", "Role"), window.role()},
  };
  for (const auto& person : window.persons()) {
    facts.emplace_back(words("作業者", "Person"), PersonFact(person, words));
  }
  facts.emplace_back(words("申請", "Requested"),
                     EventFact(EventOf(window, WindowEvent::REQUESTED), words));
  facts.emplace_back(words("承認(責任者)", "Approved (responsible)"),
                     EventFact(EventOf(window, WindowEvent::APPROVED), words));
  facts.emplace_back(words("予定", "Planned"),
                     SpanText(window.planned_start(), window.planned_end()));
  facts.emplace_back(words("接続", "Connected"),
                     EventFact(EventOf(window, WindowEvent::OPENED), words));
  facts.emplace_back(words("切断", "Disconnected"), EventFact(EndOf(window), words));
  facts.emplace_back(words("接続していた時間", "Connected for"), ConnectedText(window, words));
  const auto remarks = RemarkLines(report.row(), report.log(), words);
  if (!remarks.empty()) {
    facts.emplace_back(words("備考", "Remarks"), absl::StrJoin(remarks, words("。", "; ")));
  }
  return facts;
}

Facts UseFacts(const ClosingReport& report, const Words& words) {
  const LedgerRow::Use& use = report.row().use();
  return {
      {words("問合せ", "Queries"), Number(use.queries())},
      {words("失敗・打切り", "Failed or cut"), Number(use.failed_queries())},
      {words("行数 / 上限", "Rows / budget"), RowsFact(report.row())},
      {words("データ量", "Data"), report::Bytes(use.bytes())},
      {words("拒否", "Refused"), Number(use.refusals())},
      {words("仮名の照会", "Calls on tokens"), Number(report.row().detokenizations())},
  };
}

std::string StepTime(const Step& step) { return report::TimeText(step.time()); }

namespace {

std::string CommandText(const Step& step, const Words& words) {
  using Command = sudare::v1::WindowCommand;
  Command::Event event = Command::EVENT_UNSPECIFIED;
  Command::Event_Parse(step.what(), &event);
  std::string what = step.what();
  if (event == Command::OPEN) what = words("接続時の命令", "command at opening");
  if (event == Command::CLOSE) what = words("切断時の命令", "command at closing");
  if (event == Command::ENDS_SOON) what = words("終了前の通知", "alarm before the end");
  if (event == Command::CLOSED_BY_ITSELF) what = words("自動切断の通知", "alarm: closed by itself");
  if (event == Command::LINE_NOT_OFF)
    what = words("回線が切れない通知", "alarm: the line is not off");
  std::string ending = Filled(words("失敗($0)", "failed ($0)"), {step.reason()});
  if (step.reason() == "EXITED 0") ending = words("成功", "succeeded");
  if (step.reason() == "TIMED_OUT") ending = words("時間切れ", "timed out");
  return absl::StrCat(what, words("：", ": "), ending, words("、", ", "), step.remark());
}

}  // namespace

std::string StepText(const Step& step, const Words& words) {
  WindowEvent::Kind kind = WindowEvent::KIND_UNSPECIFIED;
  WindowEvent::Kind_Parse(step.what(), &kind);
  const std::string reason =
      step.reason().empty() ? "" : absl::StrCat(words("：", ": "), words.Reason(step.reason()));
  const std::string remark =
      step.remark().empty() ? "" : absl::StrCat(words("：", ": "), step.remark());
  switch (step.kind()) {
    case Step::CHANGE:
      return absl::StrCat(EventText(kind, words), remark);
    case Step::REFUSED_CHANGE:
      return absl::StrCat(
          Filled(words("「$0」の操作を拒否", "was refused: $0"), {EventText(kind, words)}), reason);
    case Step::LOGIN:
      return words("最初のログイン", "first log-in");
    case Step::FAILED_LOGIN:
      return words("ログインの失敗", "failed log-in");
    case Step::FIRST_QUERY:
      return words("最初の問合せ", "first query");
    case Step::LAST_QUERY:
      return words("最後の問合せの開始", "last query begins");
    case Step::CUT_QUERY:
      return step.what() == "ABORTED"
                 ? words("問合せの打切り(切断)", "a query was cut by the disconnection")
                 : words("問合せの打切り(上限)", "a query was ended by a limit");
    case Step::SERVER:
      return words.Event(step.what());
    case Step::COMMAND:
      return CommandText(step, words);
    case Step::DETOKENIZATION:
      return absl::StrCat(step.what() == "TRACE"
                              ? words("仮名の調べ(持ち主)", "a token was traced")
                              : words("仮名の照会(本人)", "a token's value was looked up"),
                          reason, remark);
    default:
      return step.what();
  }
}

std::string StepWho(const Step& step) {
  return step.staff().empty() ? step.account() : step.staff();
}

std::string FindingLine(const sudare::v1::AuditReport::Finding& finding, const Words& words) {
  const report::FindingText text = report::TextOf(finding, words);
  return absl::StrCat(
      finding.needs_attention() ? words("【要確認】", "[Look] ") : words("【参考】", "[Note] "),
      text.title, words("：", ": "), text.what);
}

}  // namespace sudare::ledger
