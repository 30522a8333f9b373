// The rules of a maintenance window's life (window.proto): what may follow what, who may do it, and
// which requests make sense. Pure: no clock, no store, no duties (proxy/identity/duty.h).
//
// Errors: as in window.proto, each with an ErrorDetail in English and Japanese. A window is left as
// it was then.
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_RULES_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/window.pb.h"

namespace sudare::windows {

// No window is longer.
constexpr absl::Duration kLongestWindow = absl::Hours(24);

// Somebody does something now.
struct Act {
  const Policy& policy;
  absl::Time now;
  // The staff member.
  std::string staff;
  std::string remark;
};

// Who did it, under the name and the title that the policy knows.
void SetStaff(const Act& act, sudare::v1::WindowEvent* event);

// A window as requested, without id. `rows_per_window`: the most that the role allows; persons as
// the policy says.
absl::StatusOr<sudare::v1::Window> Request(const Act& act,
                                           const sudare::v1::RequestWindowRequest& request,
                                           uint64_t rows_per_window);

// What the request said still holds under the policy of `act`, and four eyes saw it.
absl::Status Approve(const Act& act, sudare::v1::Window* window);
absl::Status Reject(const Act& act, sudare::v1::Window* window);
// Of an open window: closes it.
absl::Status Withdraw(const Act& act, sudare::v1::Window* window);
absl::Status Cancel(const Act& act, sudare::v1::Window* window);
// Whether the other side is connected is for window_book.h to say.
absl::Status Open(const Act& act, sudare::v1::Window* window);
absl::Status Close(const Act& act, sudare::v1::Window* window);

// What happens to it by itself at `now`: KIND_UNSPECIFIED, ENDED, IDLED or EXPIRED. `last_active`:
// when somebody last worked in it; the infinite past: nobody has.
sudare::v1::WindowEvent::Kind Due(const sudare::v1::Window& window, absl::Time now,
                                  absl::Time last_active);
// REQUIRES: `kind` is due.
void Settle(sudare::v1::WindowEvent::Kind kind, absl::Time now, absl::string_view policy_hash,
            sudare::v1::Window* window);

// The latest event of a kind; nullptr: there is none.
const sudare::v1::WindowEvent* LastEvent(const sudare::v1::Window& window,
                                         sudare::v1::WindowEvent::Kind kind);

// What the tokens of a window are made with: its id, and when it was requested, so that windows
// have different tokens even if a lost state begins to number them anew.
std::string TokenScopeOf(const sudare::v1::Window& window);

// Neither can anything happen to it any more, nor can it be worked in.
bool IsFinal(sudare::v1::Window::State state);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_RULES_H_
