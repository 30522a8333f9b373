// Budgets: rows that may still be read, and people whose data may still be shown, in windows and
// by accounts in a day.
//
// Rows, and people without numbers, are set aside in the shared state by the thousand (people: by
// the hundredth of the budget), so that not every query has to write there. Of people with numbers
// the state holds hashes; it is asked about those only whom this process hasn't seen there.
#ifndef SUDARE_PROXY_WINDOWS_BUDGETS_H_
#define SUDARE_PROXY_WINDOWS_BUDGETS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "proxy/state/state_store.h"
#include "proxy/windows/window_book.h"

namespace sudare::windows {

struct Budget {
  CountedIn what = CountedIn::kWindow;
  // As in window_book.h.
  std::string key;
  // The window, or the account.
  std::string owner;
  // 0: none. Of persons they are counted then, without an end.
  uint64_t rows = 0;
  uint64_t persons = 0;
};

// What was set aside by a process that was killed counts as used.
//
// Thread-safety: internally locked.
class Budgets {
 public:
  // `clock`: the one that budgets of days were made by. If it is far from the store's nothing is
  // taken, for it might be another day.
  Budgets(StateStore* store, std::function<absl::Time()> clock)
      : store_(*store), clock_(std::move(clock)) {}

  // kResourceExhausted: fewer than `rows` are left; none are taken. kUnavailable: the state can't
  // be written.
  absl::Status TakeRows(const Budget& budget, uint64_t rows);

  // Counts people in each of `budgets`, which come in the order of CountedIn; in all or in none. Of
  // a month those with numbers only. Returns how many are new in the last one. Errors as above.
  absl::StatusOr<uint64_t> SeePersons(absl::Span<const Budget> budgets,
                                      absl::Span<const absl::uint128> known, uint64_t unnamed);

  // Gives back what is set aside and wasn't used, where nobody works.
  void GiveBack(absl::FunctionRef<bool(CountedIn what, const std::string& owner)> is_busy);

 private:
  struct Purse {
    // Held over a transaction: two queries don't set something aside at once.
    std::mutex mutex;
    // Nobody finds it any more.
    bool is_given_up = false;
    uint64_t rows = 0;
    uint64_t unnamed = 0;
    // Who is counted in the state, as far as known here.
    absl::flat_hash_set<absl::uint128> known;
    std::string owner;
  };
  struct Wallet;
  struct Wish;
  using Key = std::pair<CountedIn, std::string>;

  Wallet Open(const Budget& budget);
  absl::Status CheckDay(StateReader& state, const Budget& budget) const;
  absl::Status CountPersons(StateTransaction& state, Wish* wish, uint64_t unnamed) const;
  bool GiveBackOne(const Key& key, Purse* purse);

  StateStore& store_;
  const std::function<absl::Time()> clock_;
  std::mutex mutex_;
  // Guarded by mutex_.
  absl::flat_hash_map<Key, std::shared_ptr<Purse>> purses_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_BUDGETS_H_
