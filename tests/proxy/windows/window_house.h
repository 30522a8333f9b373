// WindowHouse: the city's side of maintenance windows with clocks that a test sets: a policy, a
// state in a file, a log in memory, desk and keepers.
#ifndef SUDARE_TESTS_PROXY_WINDOWS_WINDOW_HOUSE_H_
#define SUDARE_TESTS_PROXY_WINDOWS_WINDOW_HOUSE_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "policy/policy.h"
#include "proto/window.pb.h"
#include "proxy/policies/policy_source.h"
#include "proxy/state/state_store.h"
#include "proxy/windows/line_opening.h"
#include "proxy/windows/window_changes.h"
#include "proxy/windows/window_desk.h"
#include "proxy/windows/window_keeper.h"
#include "proxy/windows/window_program.h"
#include "tests/proxy/identity/fake_audit_log.h"

namespace sudare::testing {

// Roles: `maintenance` and `attendance` need windows, `office` doesn't; `maintenance` and `office`
// exclude each other, and so do `maintenance` and `attendance`. Accounts: vendor-1 and vendor-2
// (maintenance), guest (attendance), clerk (office), batch (a program, maintenance), late
// (maintenance, pledge until the day itself), nameless (maintenance, of no known person), other
// (a role that has nothing to do with windows).
// Staff: requester, requester-approver, approver, connector, auditor.
std::string WindowPolicy();

// 2026-11-27 19:00 in Japan.
absl::Time Evening();

// A clock for tests. Thread-safety: internally locked.
class TestClock {
 public:
  absl::Time wall() const;
  absl::Duration monotonic() const;
  // Both go on.
  void Pass(absl::Duration time);
  // Somebody sets the wall clock.
  void Set(absl::Time wall);
  windows::Clocks clocks();

 private:
  mutable std::mutex mutex_;
  absl::Time wall_ = Evening();
  absl::Duration monotonic_ = absl::Hours(1);
};

// Thread-safety: one thread, but its parts as they are.
class WindowHouse {
 public:
  // `another`: a store to use instead of one in a file, whose clock is then its own.
  explicit WindowHouse(std::unique_ptr<StateStore> another = nullptr);
  ~WindowHouse();

  const Policy& policy() const { return *policy_; }
  void SetPolicy(const std::string& text);

  // A request by `requester` for vendor-1, from now for two hours.
  static sudare::v1::RequestWindowRequest Asked(const std::vector<std::string>& accounts = {
                                                    "vendor-1"});
  // Each as this staff member. Fails the test if it is refused, in Opened().
  using Call = absl::StatusOr<sudare::v1::Window> (WindowDesk::*)(
      const Policy&, const StaffCaller&, const sudare::v1::ChangeWindowRequest&);
  absl::StatusOr<sudare::v1::Window> Request(const std::string& staff,
                                             const sudare::v1::RequestWindowRequest& request);
  absl::StatusOr<sudare::v1::Window> Do(Call call, const std::string& staff, const std::string& id,
                                        const std::string& remark = "");
  // An open window of these accounts.
  sudare::v1::Window Opened(const std::vector<std::string>& accounts = {"vendor-1"});
  sudare::v1::Window Get(const std::string& id);

  // A desk that runs these commands, as a proxy of its own; `lines` outlives it.
  std::unique_ptr<WindowDesk> MakeDesk(const windows::LineParts* lines);
  windows::LineParts Lines(const std::string& proxy, const windows::WindowPrograms* programs);

  // Another proxy on the same state.
  std::unique_ptr<windows::WindowKeeper> MakeKeeper(const std::string& name);

  // The state's file is gone, and there again.
  void LoseState();
  void GiveStateBack();

  TestClock clock;
  FakeAuditLog log;
  std::unique_ptr<StateStore> store;
  std::unique_ptr<windows::WindowChanges> changes;
  std::unique_ptr<WindowDesk> desk;

 private:
  class Source : public PolicySource {
   public:
    explicit Source(const WindowHouse* house) : house_(*house) {}
    std::shared_ptr<const Policy> Current() const override { return house_.policy_; }

   private:
    const WindowHouse& house_;
  };

  std::string path() const { return folder_ + "/state.sqlite"; }

  std::string folder_;
  std::shared_ptr<const Policy> policy_;
  Source source_{this};
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_WINDOWS_WINDOW_HOUSE_H_
