#include "proxy/windows/row_budgets.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::windows {
namespace {

using sudare::v1::WindowUse;

// How much is set aside at once: a hundredth of the budget, within these.
constexpr uint64_t kLeastAside = 1'000;
constexpr uint64_t kMostAside = 50'000;

absl::Status UsedUp(const std::string& window, uint64_t budget) {
  return Refuse(
      absl::StatusCode::kResourceExhausted, "WINDOW_ROWS",
      {absl::StrCat("window ", Quoted(window), " may read ", budget,
                    " rows in all, and fewer are left than this query returns"),
       absl::StrCat("接続", Quoted(window), "で読み出せる行数の上限(", budget, "行)を超えます")},
      {"aggregate, or ask the city for another window",
       "集計するか、市に改めて接続を申請してもらってください"});
}

absl::Status Unwritable() {
  return Refuse(absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
                {"the budget of the window can't be written", "接続の状態を書き込めません"},
                {"try again in some seconds", "しばらくしてからやり直してください"});
}

}  // namespace

std::shared_ptr<RowBudgets::Purse> RowBudgets::PurseOf(const std::string& window) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<Purse>& purse = purses_[window];
  if (purse == nullptr) purse = std::make_shared<Purse>();
  return purse;
}

absl::Status RowBudgets::Take(const std::string& window, uint64_t budget, uint64_t rows) {
  const std::shared_ptr<Purse> purse = PurseOf(window);
  std::lock_guard<std::mutex> lock(purse->mutex);
  if (purse->rows < rows) {
    const uint64_t need = rows - purse->rows;
    uint64_t aside = 0;
    const absl::Status set_aside = store_.Transact([&](StateTransaction& state) -> absl::Status {
      SUDARE_ASSIGN_OR_RETURN(WindowUse use, UseOf(state, window));
      const uint64_t left = use.rows() < budget ? budget - use.rows() : 0;
      if (left < need) return UsedUp(window, budget);
      const uint64_t wish = std::clamp(budget / 100, kLeastAside, kMostAside);
      aside = std::min(left, std::max(need, wish));
      use.set_rows(use.rows() + aside);
      return PutUse(state, window, use);
    });
    if (!set_aside.ok()) return DetailOf(set_aside).reason().empty() ? Unwritable() : set_aside;
    purse->rows += aside;
  }
  purse->rows -= rows;
  return absl::OkStatus();
}

void RowBudgets::GiveBack(const std::string& window) {
  std::shared_ptr<Purse> purse;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = purses_.find(window);
    if (found == purses_.end()) return;
    purse = found->second;
  }
  std::lock_guard<std::mutex> lock(purse->mutex);
  if (purse->rows == 0) return;
  const absl::Status given = store_.Transact([&](StateTransaction& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(WindowUse use, UseOf(state, window));
    use.set_rows(use.rows() - std::min(use.rows(), purse->rows));
    return PutUse(state, window, use);
  });
  // Otherwise the next call tries again.
  if (given.ok()) purse->rows = 0;
}

}  // namespace sudare::windows
