// WindowGate: whether an account may work now, as far as maintenance windows and sides that exclude
// each other go; and the end of work that may not go on.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_GATE_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_GATE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "policy/policy.h"

namespace sudare {

// Lets one query through while it lives.
//
// Thread-safety: share freely. Lifetime: ends before the gate.
class WindowPass {
 public:
  virtual ~WindowPass() = default;

  // The window it works in; empty: its role needs none.
  virtual const std::string& window() const = 0;
  // What its tokens are made with; see WorkWindow (policy/evaluator.h).
  virtual const std::string& token_scope() const = 0;
  // The infinite future without a window.
  virtual absl::Time ends_at() const = 0;
  // The data classes that the window is narrowed to; empty: all that the role shows.
  virtual const std::vector<std::string>& classes() const = 0;

  // Whether the query must end, in a few nanoseconds; why, once it must: kAborted, with an
  // ErrorDetail.
  virtual bool cut() const = 0;
  virtual absl::Status CutStatus() const = 0;
  // `abort` ends the query by force, even one that waits for its client. Called at most once, from
  // another thread, if the query goes on for half a second after it was cut; never after the pass.
  virtual void OnCut(std::function<void()> abort) = 0;

  // Takes rows off the budgets of window and day, before they leave. kResourceExhausted: so many
  // aren't left. kUnavailable: the budget can't be written.
  virtual absl::Status TakeRows(uint64_t rows) = 0;

  // Whether there is a budget of persons.
  virtual bool counts_persons() const { return false; }
  // The same for people whose data leaves: by hash (policy/person_hasher.h) those whose numbers are
  // known, by number the others. Who was counted before isn't counted again. Returns how many the
  // account was shown for the first time in this calendar month.
  virtual absl::StatusOr<uint64_t> SeePersons(absl::Span<const absl::uint128> known,
                                              uint64_t unnamed) {
    return uint64_t{0};
  }
};

// Thread-safety: internally locked.
class WindowGate {
 public:
  virtual ~WindowGate() = default;

  // Null: the role has nothing to do with windows. Errors with an ErrorDetail in English and
  // Japanese. kFailedPrecondition: no window is open for the account, or the other side is
  // connected. kUnavailable: it can't be found out.
  virtual absl::StatusOr<std::unique_ptr<WindowPass>> Enter(const Account& account) = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_GATE_H_
