// WindowDesk: where staff request, approve, open and close maintenance windows.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_DESK_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_DESK_H_

#include <cstdint>
#include <functional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/window.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/state/state_store.h"
#include "proxy/windows/line_opening.h"
#include "proxy/windows/window_changes.h"
#include "proxy/windows/window_rules.h"

namespace sudare {

// Errors as in window.proto. `policy` is the one that the caller was authenticated by. Every
// attempt to change something is on record, whoever made it and however it ended.
//
// Thread-safety: share freely. Lifetime: all parts outlive it.
class WindowDesk {
 public:
  struct Parts {
    StateStore* store = nullptr;
    windows::WindowChanges* changes = nullptr;
    // The most rows that windows of a role may read.
    std::function<uint64_t(const Role&)> rows_per_window;
    // Commands that run when windows open; null: there are none.
    const windows::LineParts* lines = nullptr;
    // Called after each change, so that it takes effect here at once.
    std::function<void()> on_changed;
    std::function<absl::Time()> clock = absl::Now;
  };

  explicit WindowDesk(Parts parts) : parts_(std::move(parts)) {}

  using Window = sudare::v1::Window;
  using ChangeRequest = sudare::v1::ChangeWindowRequest;

  absl::StatusOr<Window> Request(const Policy& policy, const StaffCaller& caller,
                                 const sudare::v1::RequestWindowRequest& request);
  absl::StatusOr<Window> Approve(const Policy& policy, const StaffCaller& caller,
                                 const ChangeRequest& request);
  absl::StatusOr<Window> Reject(const Policy& policy, const StaffCaller& caller,
                                const ChangeRequest& request);
  absl::StatusOr<Window> Withdraw(const Policy& policy, const StaffCaller& caller,
                                  const ChangeRequest& request);
  absl::StatusOr<Window> Cancel(const Policy& policy, const StaffCaller& caller,
                                const ChangeRequest& request);
  absl::StatusOr<Window> Open(const Policy& policy, const StaffCaller& caller,
                              const ChangeRequest& request);
  absl::StatusOr<Window> Close(const Policy& policy, const StaffCaller& caller,
                               const ChangeRequest& request);

  absl::StatusOr<Window> Get(const Policy& policy, const StaffCaller& caller,
                             const sudare::v1::GetWindowRequest& request);
  absl::StatusOr<sudare::v1::ListWindowsResponse> List(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::ListWindowsRequest& request);
  // kNotFound: the policy has no such account.
  absl::StatusOr<sudare::v1::NextWindowResponse> Next(const Policy& policy,
                                                      const StaffCaller& caller,
                                                      const sudare::v1::NextWindowRequest& request);
  // Hands over each window that fits, and each that changes, until `go_on` says no, which is asked
  // some times a second. False from `send`: the caller went away.
  absl::Status Watch(const Policy& policy, const StaffCaller& caller,
                     const sudare::v1::ListWindowsRequest& request, absl::FunctionRef<bool()> go_on,
                     absl::FunctionRef<bool(const Window&)> send);

 private:
  struct Kind;

  absl::StatusOr<Window> Change(const Kind& kind, const Policy& policy, const StaffCaller& caller,
                                const ChangeRequest& request);

  const Parts parts_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_DESK_H_
