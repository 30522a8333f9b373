// The book of errands: what commands have still to do for windows, as it lies in the state that
// proxies share (WindowErrand). An errand is held by at most one proxy, which is then running a
// command; whoever was killed is forgotten when its time is over.
//
// Each function works within one transaction of the store, whose errors it passes on. kDataLoss: an
// entry can't be read.
// Thread-safety: as the transaction's.
#ifndef SUDARE_PROXY_WINDOWS_ERRAND_BOOK_H_
#define SUDARE_PROXY_WINDOWS_ERRAND_BOOK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/window.pb.h"
#include "proto/window_state.pb.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// Lines: from before a window is opened until the command at closing has succeeded. Alarms: while
// it is open.
enum class Errands { kLine, kAlarm };

absl::StatusOr<std::optional<sudare::v1::WindowErrand>> FindErrand(StateReader& state, Errands kind,
                                                                   absl::string_view window);
absl::StatusOr<std::vector<sudare::v1::WindowErrand>> AllErrands(StateReader& state, Errands kind);
absl::Status PutErrand(StateTransaction& state, Errands kind,
                       const sudare::v1::WindowErrand& errand);
absl::Status DropErrand(StateTransaction& state, Errands kind, absl::string_view window);

// Somebody is running a command for it.
bool IsHeld(const sudare::v1::WindowErrand& errand, absl::Time now);
void Hold(absl::string_view holder, absl::Time until, sudare::v1::WindowErrand* errand);
// To be tried (again) from `next_try` on.
void LetGo(absl::Time next_try, sudare::v1::WindowErrand* errand);

// Sets what clients see of the window's line, and `alert` as of `now`.
absl::Status AddLine(StateReader& state, absl::Time now, sudare::v1::Window* window);

// An open window is about to end when so much is left of it, or less.
constexpr absl::Duration kEndsSoon = absl::Minutes(10);

// It is open, and about to end.
bool EndsSoon(const sudare::v1::Window& window, absl::Time now);

// No member of staff closed it.
bool ClosedByItself(const sudare::v1::Window& window);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_ERRAND_BOOK_H_
