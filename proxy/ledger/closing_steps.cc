#include "proxy/ledger/closing_steps.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "proxy/ledger/window_events.h"
#include "proxy/report/period.h"

namespace sudare::ledger {

using report::TimeOf;
using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;
using sudare::v1::ClosingReport;
using sudare::v1::LedgerRow;
using sudare::v1::ServerEvent;
using sudare::v1::WindowEvent;

ClosingSteps::ClosingSteps(const LedgerRow& row) : row_(row) {
  const sudare::v1::Window& window = row.window();
  requested_ = window.events().empty() ? absl::InfinitePast() : TimeOf(window.events(0).time());
  for (const auto& person : window.persons()) accounts_.insert(person.account());
  const WindowEvent* const opened = EventOf(window, WindowEvent::OPENED);
  if (opened == nullptr) return;
  opened_ = TimeOf(opened->time());
  const WindowEvent* const end = EndOf(window);
  ended_ = end == nullptr ? absl::InfiniteFuture() : TimeOf(end->time());
}

void ClosingSteps::Add(const AuditRecord& record) {
  if (record.has_window_change()) AddChange(record);
  if (record.has_window_command()) AddCommand(record);
  if (record.has_login()) AddLogin(record);
  if (record.has_server()) AddServer(record);
  const auto& call = record.detokenization();
  if (call.window() != row_.window().id() || TimeOf(record.time()) < requested_) return;
  Step* const step = AddStep(Step::DETOKENIZATION, record.time(), record.sequence());
  if (step == nullptr) return;
  step->set_what(sudare::v1::Detokenization::Kind_Name(call.kind()));
  step->set_staff(call.caller().staff());
  step->set_account(call.caller().account());
  step->set_remark(call.purpose());
  step->set_reason(call.reason());
}

void ClosingSteps::AddChange(const AuditRecord& record) {
  const auto& change = record.window_change();
  if (change.window() != row_.window().id() || change.status().empty()) return;
  if (change.status() == "OK") {
    // A number that is given again begins anew.
    if (change.kind() == WindowEvent::REQUESTED) changes_.clear();
    changes_.emplace_back(change.kind(), record.sequence());
    return;
  }
  if (!IsRefusedChange(change) || TimeOf(record.time()) < requested_) return;
  Step* const step = AddStep(Step::REFUSED_CHANGE, record.time(), record.sequence());
  if (step == nullptr) return;
  step->set_what(WindowEvent::Kind_Name(change.kind()));
  step->set_reason(change.reason());
  step->set_staff(change.caller().staff());
  step->set_account(change.caller().account());
}

void ClosingSteps::AddCommand(const AuditRecord& record) {
  const auto& command = record.window_command();
  if (command.window() != row_.window().id() || TimeOf(record.time()) < requested_) return;
  Step* const step = AddStep(Step::COMMAND, record.time(), record.sequence());
  if (step == nullptr) return;
  step->set_what(sudare::v1::WindowCommand::Event_Name(command.event()));
  step->set_reason(sudare::v1::WindowCommand::Ending_Name(command.ending()));
  if (command.ending() == sudare::v1::WindowCommand::EXITED) {
    step->set_reason(absl::StrCat(step->reason(), " ", command.exit_code()));
  }
  step->set_staff(command.staff());
  step->set_remark(command.command());
  const absl::string_view output = absl::StripAsciiWhitespace(command.output());
  if (!output.empty()) {
    absl::StrAppend(step->mutable_remark(), ": ", absl::StrReplaceAll(output, {{"\n", " ⏎ "}}));
  }
}

void ClosingSteps::AddLogin(const AuditRecord& record) {
  const auto& login = record.login();
  const std::string& account = login.caller().account();
  if (accounts_.count(account) == 0 || !IsConnectedAt(TimeOf(record.time()))) return;
  // Clients log in with each connection: the first says enough.
  if (login.accepted() && !logged_in_.insert(account).second) return;
  Step* const step = AddStep(login.accepted() ? Step::LOGIN : Step::FAILED_LOGIN, record.time(),
                             record.sequence());
  if (step == nullptr) return;
  step->set_account(account);
  step->set_reason(login.reason());
  step->set_remark(login.caller().peer());
}

void ClosingSteps::AddServer(const AuditRecord& record) {
  switch (record.server().kind()) {
    case ServerEvent::STARTED:
    case ServerEvent::STOPPED:
    case ServerEvent::POLICY_LOADED:
    case ServerEvent::POLICY_REJECTED:
    case ServerEvent::RECOVERED:
      break;
    default:
      return;
  }
  if (!IsConnectedAt(TimeOf(record.time()))) return;
  Step* const step = AddStep(Step::SERVER, record.time(), record.sequence());
  if (step == nullptr) return;
  step->set_what(ServerEvent::Kind_Name(record.server().kind()));
  step->set_staff(record.server().caller().staff());
}

void ClosingSteps::AddQuery(const AuditEntry& entry) {
  if (entry.status() != "ABORTED" && entry.status() != "RESOURCE_EXHAUSTED") return;
  Step* const step = AddStep(Step::CUT_QUERY, entry.time(), entry.sequence());
  if (step == nullptr) return;
  step->set_what(entry.status());
  step->set_account(entry.caller().account());
}

ClosingSteps::Step* ClosingSteps::AddStep(Step::Kind kind, const google::protobuf::Timestamp& time,
                                          uint64_t sequence) {
  if (steps_.size() >= kMostSteps) {
    ++not_told_;
    return nullptr;
  }
  Step& step = steps_.emplace_back();
  step.set_kind(kind);
  *step.mutable_time() = time;
  step.set_sequence(sequence);
  return &step;
}

void ClosingSteps::AddEvents() {
  const auto& events = row_.window().events();
  // From the end: of a log whose beginning was archived, the first have no record here.
  auto change = changes_.rbegin();
  for (int i = events.size() - 1; i >= 0; --i) {
    Step step;
    step.set_kind(Step::CHANGE);
    step.set_what(WindowEvent::Kind_Name(events[i].kind()));
    *step.mutable_time() = events[i].time();
    step.set_staff(events[i].staff());
    step.set_remark(events[i].remark());
    if (change != changes_.rend() && change->first == events[i].kind()) {
      step.set_sequence(change->second);
      ++change;
    }
    steps_.push_back(std::move(step));
  }
}

void ClosingSteps::AddQueryEnds() {
  if (row_.use().queries() == 0) return;
  for (const auto& [kind, time] : {std::make_pair(Step::FIRST_QUERY, row_.first_query()),
                                   std::make_pair(Step::LAST_QUERY, row_.last_query())}) {
    Step step;
    step.set_kind(kind);
    *step.mutable_time() = time;
    steps_.push_back(std::move(step));
  }
}

void ClosingSteps::Fill(ClosingReport* report) {
  AddEvents();
  AddQueryEnds();
  std::stable_sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) {
    return TimeOf(a.time()) < TimeOf(b.time());
  });
  for (Step& step : steps_) *report->add_steps() = std::move(step);
  report->set_not_told(not_told_);
}

}  // namespace sudare::ledger
