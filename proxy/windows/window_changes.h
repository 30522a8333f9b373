// WindowChanges: the way of a change of a window: read, decide, put on record, commit, put on
// record how it ended.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_CHANGES_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_CHANGES_H_

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/audit.pb.h"
#include "proto/window.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// What somebody, or the time, wants of a window.
struct WantedChange {
  sudare::v1::WindowEvent::Kind kind = sudare::v1::WindowEvent::KIND_UNSPECIFIED;
  // Empty where a new one is requested.
  std::string window;
  // That the caller saw; 0: whatever it is.
  uint64_t revision = 0;
  sudare::v1::Caller caller;
  std::string policy_hash;
};

// Changes that let somebody in happen only once they are durably on record. Those that shut
// somebody out happen even if the audit log can't be written; their records are caught up with
// then.
//
// Thread-safety: share freely. Lifetime: store and log outlive it.
class WindowChanges {
 public:
  // Changes the window, or leaves it and says why. Runs on what the transaction sees, more than
  // once: it must change nothing else.
  using Decide = absl::FunctionRef<absl::Status(StateReader& state, sudare::v1::Window* window)>;

  WindowChanges(StateStore* store, AuditLog* audit) : store_(*store), audit_(*audit) {}

  // What else belongs to a change.
  struct Steps {
    // Once it is decided and on record, before it is committed; without any transaction, since it
    // may take long. An error: nothing is changed.
    std::function<absl::Status(const sudare::v1::Window& after)> prepare;
    // Committed together with it.
    std::function<absl::Status(StateTransaction& state)> commit;
  };

  absl::StatusOr<sudare::v1::Window> Change(const WantedChange& wanted, Decide decide);
  // A change with steps is tried once.
  absl::StatusOr<sudare::v1::Window> Change(const WantedChange& wanted, Decide decide,
                                            const Steps& steps);
  // Gives `window` its id.
  absl::StatusOr<sudare::v1::Window> Add(const WantedChange& wanted, sudare::v1::Window window);
  // Puts on record that it was refused; returns `why`, or what kept the record from being made.
  absl::Status Refuse(const WantedChange& wanted, const absl::Status& why);
  // Puts on record what has happened, now or by CatchUp().
  void Record(sudare::v1::AuditRecord record) { RecordOrOwe(std::move(record)); }
  // The same now. Errors: as the log's.
  absl::Status RecordDurably(sudare::v1::AuditRecord record);
  // Tries to write the records that are owed. Call it about every second.
  void CatchUp();

 private:
  absl::StatusOr<sudare::v1::Window> Try(const WantedChange& wanted, Decide decide,
                                         const Steps& steps);
  absl::Status RecordIntent(const WantedChange& wanted, const std::string& call_id,
                            const sudare::v1::Window& after);
  void RecordOutcome(const WantedChange& wanted, const std::string& call_id,
                     const absl::Status& status);

  // Keeps what can't be written for CatchUp().
  void RecordOrOwe(sudare::v1::AuditRecord record);

  StateStore& store_;
  AuditLog& audit_;
  std::mutex mutex_;
  // Guarded by mutex_: records of what happened while the log couldn't be written, in order.
  std::deque<sudare::v1::AuditRecord> owed_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_CHANGES_H_
