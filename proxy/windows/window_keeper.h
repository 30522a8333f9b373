// WindowKeeper: the WindowGate over the state that proxies share. Lets queries in while their
// window is open, ends them when it no longer is, and closes windows whose time is over.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_KEEPER_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_KEEPER_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/audit/audit_log.h"
#include "proxy/policies/policy_source.h"
#include "proxy/state/state_store.h"
#include "proxy/windows/budgets.h"
#include "proxy/windows/open_windows.h"
#include "proxy/windows/pass_registry.h"
#include "proxy/windows/side_presence.h"
#include "proxy/windows/window_changes.h"
#include "proxy/windows/window_gate.h"
#include "proxy/windows/window_outlook.h"

namespace sudare::windows {

// Two threads work while it lives: one keeps time and touches memory only, so that no slow store
// can delay the end of a query; the other reads and writes the state.
//
// Thread-safety: internally locked. Lifetime: all it is made from outlives it; it outlives its
// passes.
class WindowKeeper : public WindowGate {
 public:
  struct Parts {
    StateStore* store = nullptr;
    WindowChanges* changes = nullptr;
    const PolicySource* policy = nullptr;
    // Names this process among all that share the store.
    std::string proxy;
    Clocks clocks = SystemClocks();
  };

  explicit WindowKeeper(Parts parts);
  ~WindowKeeper() override;

  absl::StatusOr<std::unique_ptr<WindowPass>> Enter(const Account& account) override;

  // Reads the state now. Call it after a change of a window, so that it takes effect at once.
  void Refresh();

  // OK, or why no window counts as open now: for operators.
  absl::Status Health() const;

 private:
  absl::Status BeSure();
  // kFailedPrecondition, for the account; what staff should know goes on record with it.
  absl::Status NoOpenWindow(const Account& account);
  // Of the window, if there is one, and of the day that it is now.
  std::vector<Budget> BudgetsOf(const Account& account, const sudare::v1::Window* window) const;
  PassBudgets BudgetsFor(const Account& account, const sudare::v1::Window* window);
  void CutWindow(const sudare::v1::Window& window);
  void KeepTime();
  void Tend();
  void SettleDue();
  // Closes the window if it still has to.
  void Settle(const std::string& window, absl::Time now);
  absl::Time LastActive(const std::string& window) const;
  void TendUse();
  void RenewPresences();

  const Parts parts_;
  OpenWindows open_;
  Budgets budgets_;
  SidePresence presence_;
  PassRegistry passes_;
  AttemptNotes attempts_;

  mutable std::mutex mutex_;
  std::condition_variable stop_;
  // Guarded by mutex_.
  bool stopping_ = false;
  absl::Status health_;
  // Of windows somebody works in: when they last did, by the wall clock.
  absl::flat_hash_map<std::string, absl::Time> last_active_;

  // Of accounts that were refused: when the log said so last.
  absl::flat_hash_map<std::string, absl::Duration> refusal_logged_at_;

  // Touched by the tending thread only.
  absl::Duration renewed_at_;
  absl::Duration use_written_at_;
  absl::flat_hash_map<std::string, absl::Time> written_active_;
  absl::flat_hash_map<std::string, absl::Duration> settle_again_at_;

  std::thread timekeeper_;
  std::thread tender_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_KEEPER_H_
