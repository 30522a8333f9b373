// The book of windows: how they, and who is connected, lie in the state that proxies share.
//
// Each function works within one transaction of the store, whose errors it passes on. kDataLoss: an
// entry can't be read.
// Thread-safety: as the transaction's.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_BOOK_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_BOOK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/window.pb.h"
#include "proto/window_state.pb.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// Gives it the next number.
absl::Status AddWindow(StateTransaction& state, sudare::v1::Window* window);
absl::Status PutWindow(StateTransaction& state, const sudare::v1::Window& window);
// nullopt: there is none of that id.
absl::StatusOr<std::optional<sudare::v1::Window>> FindWindow(StateReader& state,
                                                             absl::string_view id);
// Those that something can still happen to, in order of id.
absl::StatusOr<std::vector<sudare::v1::Window>> LiveWindows(StateReader& state);
absl::StatusOr<std::vector<sudare::v1::Window>> AllWindows(StateReader& state);

// One entry for each role and proxy. An absent presence has no accounts.
absl::StatusOr<std::vector<sudare::v1::ConnectedSide>> LivePresences(StateReader& state);
absl::Status PutPresence(StateTransaction& state, absl::string_view proxy,
                         const sudare::v1::ConnectedSide& presence);
absl::Status DropPresence(StateTransaction& state, absl::string_view proxy, absl::string_view role);

absl::StatusOr<sudare::v1::WindowUse> UseOf(StateReader& state, absl::string_view id);
absl::Status PutUse(StateTransaction& state, absl::string_view id,
                    const sudare::v1::WindowUse& use);

// The latest time seen; the infinite past: none.
absl::StatusOr<absl::Time> LatestTime(StateReader& state);
absl::Status PutLatestTime(StateTransaction& state, absl::Time time);

// OK if nobody of a role that excludes `role` is connected: no window of it is open, and no proxy
// has its accounts. kFailedPrecondition otherwise; the message names who is in the way.
absl::Status CheckOtherSide(StateReader& state, const Role& role);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_BOOK_H_
