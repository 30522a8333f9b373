#include "proxy/ledger/window_history.h"

#include <utility>

#include "proxy/ledger/window_events.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/period.h"

namespace sudare::ledger {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowChange;
using sudare::v1::WindowEvent;

// A state that was begun anew gives numbers again; the time of the request tells windows apart.
bool IsSame(const Window& a, const Window& b) {
  return a.id() == b.id() && a.events_size() > 0 && b.events_size() > 0 &&
         report::TimeOf(a.events(0).time()) == report::TimeOf(b.events(0).time());
}

}  // namespace

void WindowHistory::Add(const sudare::v1::AuditRecord& record) {
  if (report::IsServerStart(record)) GiveUp();
  if (record.has_window_change()) AddChange(record.window_change());
}

void WindowHistory::Finish() { GiveUp(); }

void WindowHistory::AddChange(const WindowChange& change) {
  if (change.status().empty()) {
    pending_[change.call_id()] = {change.kind(), change.after()};
    return;
  }
  const auto begun = pending_.find(change.call_id());
  if (change.status() == "OK" && begun != pending_.end()) {
    Window& after = begun->second.after;
    // A request has no number before it is made.
    after.set_id(change.window());
    Settle(std::move(after));
  } else if (IsRefusedChange(change)) {
    WindowTally* const tally = Find(change.window());
    if (tally != nullptr) tally->AddRefusedChange();
  }
  if (begun != pending_.end()) pending_.erase(begun);
}

void WindowHistory::Settle(Window window) {
  const auto known = by_id_.find(window.id());
  if (known != by_id_.end() && known->second != nullptr &&
      IsSame(known->second->window(), window)) {
    known->second->SetUnsettled(WindowEvent::KIND_UNSPECIFIED);
    known->second->Replace(std::move(window));
    return;
  }
  const std::string id = window.id();
  const bool is_wanted = wanted_(window);
  if (!is_wanted || windows_.size() >= kMostWindows) {
    // Told once, when it comes up.
    if (is_wanted && known == by_id_.end()) ++not_kept_;
    by_id_[id] = nullptr;
    return;
  }
  windows_.push_back(std::make_unique<WindowTally>(std::move(window)));
  by_id_[id] = windows_.back().get();
}

void WindowHistory::GiveUp() {
  for (const auto& [call, pending] : pending_) {
    WindowTally* const tally = Find(pending.after.id());
    if (tally != nullptr && IsSame(tally->window(), pending.after)) {
      tally->SetUnsettled(pending.kind);
    }
  }
  pending_.clear();
}

WindowTally* WindowHistory::Find(const std::string& id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

}  // namespace sudare::ledger
