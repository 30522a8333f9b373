#include "proxy/windows/window_changes.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/record.h"
#include "proxy/error.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::windows {
namespace {

using sudare::v1::AuditRecord;
using sudare::v1::Window;
using sudare::v1::WindowChange;
using sudare::v1::WindowEvent;

// How often a change is decided anew because somebody else was faster.
constexpr int kTries = 5;
// Records owed; beyond, the oldest are given up. Each is one window that was closed.
constexpr size_t kMostOwed = 10'000;

bool ShutsOut(WindowEvent::Kind kind) {
  switch (kind) {
    case WindowEvent::WITHDRAWN:
    case WindowEvent::CLOSED:
    case WindowEvent::ENDED:
    case WindowEvent::IDLED:
    case WindowEvent::EXPIRED:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<Window> Find(StateReader& state, const std::string& id) {
  SUDARE_ASSIGN_OR_RETURN(std::optional<Window> window, FindWindow(state, id));
  if (window.has_value()) return *std::move(window);
  return UnknownWindow(id);
}

absl::Status ChangedMeanwhile(const std::string& id) {
  return Refuse(absl::StatusCode::kAborted, "CHANGED_MEANWHILE",
                {absl::StrCat("window ", Quoted(id), " was changed by somebody else meanwhile"),
                 absl::StrCat("接続", Quoted(id), "は他の人が先に変更しました")},
                {"look at it again, and decide anew", "もう一度確認してください"});
}

bool WasChangedMeanwhile(const absl::Status& status) {
  return DetailOf(status).reason() == "CHANGED_MEANWHILE";
}

// What staff are told of a store that fails.
absl::Status Explained(const absl::Status& status) {
  if (!DetailOf(status).reason().empty()) return status;
  return Refuse(
      absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
      {absl::StrCat("the state of the windows can't be read or written: ", status.message()),
       "接続の状態を読み書きできません"},
      {"try again; an admin looks at the proxy's log if it lasts",
       "やり直しても続く場合は管理者に連絡してください"});
}

AuditRecord RecordOf(const WantedChange& wanted, const std::string& call_id) {
  AuditRecord record;
  WindowChange* const change = record.mutable_window_change();
  change->set_call_id(call_id);
  *change->mutable_caller() = wanted.caller;
  change->set_kind(wanted.kind);
  change->set_window(wanted.window);
  change->set_policy_hash(wanted.policy_hash);
  return record;
}

AuditRecord OutcomeOf(const WantedChange& wanted, const std::string& call_id,
                      const absl::Status& status) {
  AuditRecord record = RecordOf(wanted, call_id);
  WindowChange* const change = record.mutable_window_change();
  change->set_status(absl::StatusCodeToString(status.code()));
  if (!status.ok()) change->set_reason(DetailOf(status).reason());
  return record;
}

}  // namespace

absl::StatusOr<Window> WindowChanges::Change(const WantedChange& wanted, Decide decide) {
  for (int i = 1;; ++i) {
    absl::StatusOr<Window> changed = Try(wanted, decide, {});
    // Who saw a certain state is told; everybody else's change is decided on the new one.
    const bool again =
        !changed.ok() && WasChangedMeanwhile(changed.status()) && wanted.revision == 0;
    if (!again || i == kTries) return changed;
  }
}

absl::StatusOr<Window> WindowChanges::Change(const WantedChange& wanted, Decide decide,
                                             const Steps& steps) {
  return Try(wanted, decide, steps);
}

absl::StatusOr<Window> WindowChanges::Try(const WantedChange& wanted, Decide decide,
                                          const Steps& steps) {
  const std::string call_id = audit::NewCallId();
  uint64_t revision = 0;
  Window after;
  const absl::Status decided = store_.Read([&](StateReader& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(after, Find(state, wanted.window));
    revision = after.revision();
    if (wanted.revision != 0 && wanted.revision != revision) {
      return ChangedMeanwhile(wanted.window);
    }
    return decide(state, &after);
  });
  if (!decided.ok()) return Refuse(wanted, Explained(decided));
  SUDARE_RETURN_IF_ERROR(RecordIntent(wanted, call_id, after));
  absl::Status committed =
      steps.prepare == nullptr ? absl::OkStatus() : steps.prepare(std::as_const(after));
  if (committed.ok()) {
    committed = store_.Transact([&](StateTransaction& state) -> absl::Status {
      SUDARE_ASSIGN_OR_RETURN(after, Find(state, wanted.window));
      if (after.revision() != revision) return ChangedMeanwhile(wanted.window);
      SUDARE_RETURN_IF_ERROR(decide(state, &after));
      if (steps.commit != nullptr) SUDARE_RETURN_IF_ERROR(steps.commit(state));
      return PutWindow(state, after);
    });
  }
  const absl::Status outcome = committed.ok() ? committed : Explained(committed);
  RecordOutcome(wanted, call_id, outcome);
  SUDARE_RETURN_IF_ERROR(outcome);
  return after;
}

absl::StatusOr<Window> WindowChanges::Add(const WantedChange& wanted, Window window) {
  const std::string call_id = audit::NewCallId();
  SUDARE_RETURN_IF_ERROR(RecordIntent(wanted, call_id, window));
  const absl::Status committed = store_.Transact(
      [&](StateTransaction& state) -> absl::Status { return AddWindow(state, &window); });
  const absl::Status outcome = committed.ok() ? committed : Explained(committed);
  WantedChange done = wanted;
  if (outcome.ok()) done.window = window.id();
  RecordOutcome(done, call_id, outcome);
  SUDARE_RETURN_IF_ERROR(outcome);
  return window;
}

absl::Status WindowChanges::Refuse(const WantedChange& wanted, const absl::Status& why) {
  SUDARE_RETURN_IF_ERROR(audit_.AppendDurably(OutcomeOf(wanted, audit::NewCallId(), why)));
  return why;
}

absl::Status WindowChanges::RecordDurably(AuditRecord record) {
  return audit_.AppendDurably(std::move(record));
}

absl::Status WindowChanges::RecordIntent(const WantedChange& wanted, const std::string& call_id,
                                         const Window& after) {
  AuditRecord record = RecordOf(wanted, call_id);
  *record.mutable_window_change()->mutable_after() = after;
  if (!ShutsOut(wanted.kind)) return audit_.AppendDurably(std::move(record));
  RecordOrOwe(std::move(record));
  return absl::OkStatus();
}

void WindowChanges::RecordOutcome(const WantedChange& wanted, const std::string& call_id,
                                  const absl::Status& status) {
  RecordOrOwe(OutcomeOf(wanted, call_id, status));
}

void WindowChanges::RecordOrOwe(AuditRecord record) {
  std::lock_guard<std::mutex> lock(mutex_);
  // What is owed comes first, so that the order of the log is that of what happened.
  if (owed_.empty() && audit_.AppendDurably(record).ok()) return;
  if (owed_.size() == kMostOwed) owed_.pop_front();
  owed_.push_back(std::move(record));
}

void WindowChanges::CatchUp() {
  std::lock_guard<std::mutex> lock(mutex_);
  while (!owed_.empty() && audit_.AppendDurably(owed_.front()).ok()) owed_.pop_front();
}

}  // namespace sudare::windows
