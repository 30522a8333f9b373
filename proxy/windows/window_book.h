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

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
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

// What is counted: in a window, or by an account in a day or a calendar month in Japan. `key` is
// the window's id, or made by DayKey or MonthKey.
enum class CountedIn { kWindow, kDay, kMonth };
std::string DayKey(absl::string_view account, absl::CivilDay day);
std::string MonthKey(absl::string_view account, absl::CivilDay day);

absl::StatusOr<sudare::v1::WindowUse> CountOf(StateReader& state, CountedIn what,
                                              absl::string_view key);
// Forgets what the account used in earlier days, or months.
absl::Status PutCount(StateTransaction& state, CountedIn what, absl::string_view key,
                      const sudare::v1::WindowUse& use);
// Hashes of people who were counted, in any order.
absl::StatusOr<std::vector<absl::uint128>> PersonsOf(StateReader& state, CountedIn what,
                                                     absl::string_view key);
// Of those that aren't there.
absl::Status AddPersons(StateTransaction& state, CountedIn what, absl::string_view key,
                        absl::Span<const absl::uint128> persons);

absl::Status ForgetPersons(StateTransaction& state, CountedIn what, absl::string_view key);

// The latest time seen; the infinite past: none.
absl::StatusOr<absl::Time> LatestTime(StateReader& state);
absl::Status PutLatestTime(StateTransaction& state, absl::Time time);

// OK if nobody of a role that excludes `role` is connected: no window of it is open, and no proxy
// has its accounts. kFailedPrecondition otherwise; the message names who is in the way.
absl::Status CheckOtherSide(StateReader& state, const Role& role);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_BOOK_H_
