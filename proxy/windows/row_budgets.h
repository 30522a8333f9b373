// RowBudgets: the rows that windows may still read. Set aside in the shared state by the thousand,
// so that not every query has to write there.
#ifndef SUDARE_PROXY_WINDOWS_ROW_BUDGETS_H_
#define SUDARE_PROXY_WINDOWS_ROW_BUDGETS_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// Rows that were set aside by a process that was killed count as read.
//
// Thread-safety: internally locked.
class RowBudgets {
 public:
  explicit RowBudgets(StateStore* store) : store_(*store) {}

  // kResourceExhausted: fewer than `rows` are left of `budget`; none are taken. kUnavailable: the
  // state can't be written.
  absl::Status Take(const std::string& window, uint64_t budget, uint64_t rows);

  // Gives back what is set aside and wasn't taken. Call it when nobody works in the window.
  void GiveBack(const std::string& window);

 private:
  struct Purse {
    // Held over a transaction: two queries of a window don't set rows aside at once.
    std::mutex mutex;
    uint64_t rows = 0;
  };

  std::shared_ptr<Purse> PurseOf(const std::string& window);

  StateStore& store_;
  std::mutex mutex_;
  // Guarded by mutex_.
  absl::flat_hash_map<std::string, std::shared_ptr<Purse>> purses_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_ROW_BUDGETS_H_
