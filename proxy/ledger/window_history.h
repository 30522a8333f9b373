// WindowHistory: the maintenance windows as the records of their changes tell of them.
#ifndef SUDARE_PROXY_LEDGER_WINDOW_HISTORY_H_
#define SUDARE_PROXY_LEDGER_WINDOW_HISTORY_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "proto/audit.pb.h"
#include "proto/window.pb.h"
#include "proxy/ledger/window_tally.h"

namespace sudare::ledger {

// A change is two records, one before with the window as it is to be, one that says how it ended.
// Each holds all events so far, so that a log whose beginning was archived, or that lacks an end
// after a crash, heals with the next one.
//
// Memory: the windows that are wanted, kMostWindows at most, and changes under way.
// Thread-safety: one thread at a time. Lifetime: pointers are good until the next record.
class WindowHistory {
 public:
  static constexpr size_t kMostWindows = 5000;

  // Which windows are kept; by what never changes of them.
  using Wanted = std::function<bool(const sudare::v1::Window&)>;

  explicit WindowHistory(Wanted wanted) : wanted_(std::move(wanted)) {}

  // In order of the log.
  void Add(const sudare::v1::AuditRecord& record);
  // The log is at its end.
  void Finish();

  // The window that is called so now; null if there is none, or it isn't wanted.
  WindowTally* Find(const std::string& id);
  const std::vector<std::unique_ptr<WindowTally>>& windows() const { return windows_; }
  // Wanted ones that found no room.
  uint64_t not_kept() const { return not_kept_; }

 private:
  struct Pending {
    sudare::v1::WindowEvent::Kind kind;
    sudare::v1::Window after;
  };

  void AddChange(const sudare::v1::WindowChange& change);
  void Settle(sudare::v1::Window window);
  // What was under way is left so: the server has ended.
  void GiveUp();

  const Wanted wanted_;
  std::vector<std::unique_ptr<WindowTally>> windows_;
  // Null: not kept.
  absl::flat_hash_map<std::string, WindowTally*> by_id_;
  // By call.
  std::map<std::string, Pending> pending_;
  uint64_t not_kept_ = 0;
};

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_WINDOW_HISTORY_H_
