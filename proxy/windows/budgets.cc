#include "proxy/windows/budgets.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/windows/open_windows.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::windows {
namespace {

using sudare::v1::WindowUse;

constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;
// How much is set aside at once: a hundredth of the budget, within these.
constexpr uint64_t kLeastAside = 1'000;
constexpr uint64_t kMostAside = 50'000;

absl::Status RowsUsedUp(const Budget& budget) {
  if (budget.what == CountedIn::kWindow) {
    return Refuse(kExhausted, "WINDOW_ROWS",
                  {absl::StrCat("window ", Quoted(budget.owner), " may read ", budget.rows,
                                " rows in all, and fewer are left than this query returns"),
                   absl::StrCat("接続", Quoted(budget.owner), "で読み出せる行数の上限(",
                                budget.rows, "行)を超えます")},
                  {"aggregate, or ask the city for another window",
                   "集計するか、市に改めて接続を申請してもらってください"});
  }
  return Refuse(kExhausted, "DAY_ROWS",
                {absl::StrCat("account ", Quoted(budget.owner), " may read ", budget.rows,
                              " rows in a day, and fewer are left than this query returns"),
                 absl::StrCat("アカウント", Quoted(budget.owner), "が1日に読み出せる行数の上限(",
                              budget.rows, "行)を超えます")},
                {"aggregate, or go on tomorrow (a day ends at midnight in Japan)",
                 "集計するか、明日(日本時間の0時以降)続けてください"});
}

absl::Status PersonsUsedUp(const Budget& budget) {
  if (budget.what == CountedIn::kWindow) {
    return Refuse(
        kExhausted, "WINDOW_PERSONS",
        {absl::StrCat("in window ", Quoted(budget.owner), " the data of ", budget.persons,
                      " people may be shown in all, and this query shows more than are left"),
         absl::StrCat("接続", Quoted(budget.owner), "で見られる人数の上限(", budget.persons,
                      "人)を超えます")},
        {"narrow the query to the people whom it is about, select their number along, or ask the "
         "city for another window",
         "必要な人だけに絞り、番号も合わせて取り出してください。足りなければ市に改めて接続を申請し"
         "て"
         "もらってください"});
  }
  return Refuse(
      kExhausted, "DAY_PERSONS",
      {absl::StrCat("account ", Quoted(budget.owner), " may be shown the data of ", budget.persons,
                    " people in a day, and this query shows more than are left"),
       absl::StrCat("アカウント", Quoted(budget.owner), "が1日に見られる人数の上限(",
                    budget.persons, "人)を超えます")},
      {"narrow the query to the people whom it is about, select their number along, or go on "
       "tomorrow (a day ends at midnight in Japan)",
       "必要な人だけに絞り、番号も合わせて取り出すか、明日(日本時間の0時以降)続けてください"});
}

absl::Status Unwritable() {
  return Refuse(absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
                {"the budgets can't be written", "上限の状態を書き込めません"},
                {"try again in some seconds", "しばらくしてからやり直してください"});
}

absl::Status Explained(const absl::Status& status) {
  return status.ok() || !DetailOf(status).reason().empty() ? status : Unwritable();
}

uint64_t LeftOf(uint64_t budget, uint64_t used) { return used < budget ? budget - used : 0; }

}  // namespace

// A purse with its lock.
struct Budgets::Wallet {
  std::shared_ptr<Purse> purse;
  std::unique_lock<std::mutex> lock;
};

// What is wanted of one budget, and what came of it.
struct Budgets::Wish {
  const Budget* budget = nullptr;
  Wallet wallet;
  // Whom this process doesn't know to be counted.
  std::vector<absl::uint128> unknown;
  // Of those, whom the state didn't know either; all it knows; what is set aside more.
  std::vector<absl::uint128> fresh;
  std::vector<absl::uint128> stored;
  uint64_t aside = 0;
};

Budgets::Wallet Budgets::Open(const Budget& budget) {
  while (true) {
    Wallet wallet;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      std::shared_ptr<Purse>& purse = purses_[{budget.what, budget.key}];
      if (purse == nullptr) {
        purse = std::make_shared<Purse>();
        purse->owner = budget.owner;
      }
      wallet.purse = purse;
    }
    wallet.lock = std::unique_lock<std::mutex>(wallet.purse->mutex);
    if (!wallet.purse->is_given_up) return wallet;
  }
}

// Windows have their own way to find out (OpenWindows).
absl::Status Budgets::CheckDay(StateReader& state, const Budget& budget) const {
  if (budget.what == CountedIn::kWindow) return absl::OkStatus();
  const absl::Duration apart = clock_() - state.Now();
  return absl::AbsDuration(apart) <= OpenWindows::kClockTolerance ? absl::OkStatus() : Unwritable();
}

absl::Status Budgets::TakeRows(const Budget& budget, uint64_t rows) {
  if (budget.rows == 0) return absl::OkStatus();
  const Wallet wallet = Open(budget);
  Purse& purse = *wallet.purse;
  if (purse.rows < rows) {
    const uint64_t need = rows - purse.rows;
    uint64_t aside = 0;
    SUDARE_RETURN_IF_ERROR(Explained(store_.Transact([&](StateTransaction& state) -> absl::Status {
      SUDARE_RETURN_IF_ERROR(CheckDay(state, budget));
      SUDARE_ASSIGN_OR_RETURN(WindowUse use, CountOf(state, budget.what, budget.key));
      const uint64_t left = LeftOf(budget.rows, use.rows());
      if (left < need) return RowsUsedUp(budget);
      const uint64_t wish = std::clamp(budget.rows / 100, kLeastAside, kMostAside);
      aside = std::min(left, std::max(need, wish));
      use.set_rows(use.rows() + aside);
      return PutCount(state, budget.what, budget.key, use);
    })));
    purse.rows += aside;
  }
  purse.rows -= rows;
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Budgets::SeePersons(absl::Span<const Budget> budgets,
                                             absl::Span<const absl::uint128> known,
                                             uint64_t unnamed) {
  std::vector<Wish> wishes(budgets.size());
  bool asks = false;
  for (size_t i = 0; i < budgets.size(); ++i) {
    Wish& wish = wishes[i];
    wish.budget = &budgets[i];
    // Always in the order of CountedIn, so that no two wait for each other.
    wish.wallet = Open(budgets[i]);
    const Purse& purse = *wish.wallet.purse;
    for (const absl::uint128& person : known) {
      if (!purse.known.contains(person)) wish.unknown.push_back(person);
    }
    asks |= !wish.unknown.empty();
    asks |= budgets[i].what != CountedIn::kMonth && purse.unnamed < unnamed;
  }
  if (asks) {
    SUDARE_RETURN_IF_ERROR(Explained(store_.Transact([&](StateTransaction& state) -> absl::Status {
      for (Wish& wish : wishes) {
        SUDARE_RETURN_IF_ERROR(CountPersons(state, &wish, unnamed));
      }
      return absl::OkStatus();
    })));
  }
  for (Wish& wish : wishes) {
    Purse& purse = *wish.wallet.purse;
    purse.known.insert(wish.stored.begin(), wish.stored.end());
    purse.known.insert(wish.fresh.begin(), wish.fresh.end());
    if (wish.budget->what != CountedIn::kMonth) purse.unnamed += wish.aside - unnamed;
  }
  return wishes.back().fresh.size() + unnamed;
}

absl::Status Budgets::CountPersons(StateTransaction& state, Wish* wish, uint64_t unnamed) const {
  const Budget& budget = *wish->budget;
  const Purse& purse = *wish->wallet.purse;
  // The work of a transaction may be done more than once.
  wish->fresh.clear();
  wish->stored.clear();
  wish->aside = 0;
  const bool sets_aside = budget.what != CountedIn::kMonth && purse.unnamed < unnamed;
  if (wish->unknown.empty() && !sets_aside) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(CheckDay(state, budget));
  SUDARE_ASSIGN_OR_RETURN(WindowUse use, CountOf(state, budget.what, budget.key));
  if (!wish->unknown.empty()) {
    SUDARE_ASSIGN_OR_RETURN(wish->stored, PersonsOf(state, budget.what, budget.key));
    const absl::flat_hash_set<absl::uint128> counted(wish->stored.begin(), wish->stored.end());
    std::copy_if(wish->unknown.begin(), wish->unknown.end(), std::back_inserter(wish->fresh),
                 [&](const absl::uint128& person) { return !counted.contains(person); });
  }
  const uint64_t need = sets_aside ? unnamed - purse.unnamed : 0;
  wish->aside = need;
  if (budget.persons != 0) {
    const uint64_t left = LeftOf(budget.persons, use.persons() + use.unnamed_persons());
    if (left < wish->fresh.size() + need) return PersonsUsedUp(budget);
    if (sets_aside) {
      wish->aside = std::min(left - wish->fresh.size(), std::max(need, budget.persons / 100));
    }
  }
  if (wish->fresh.empty() && !sets_aside) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(AddPersons(state, budget.what, budget.key, wish->fresh));
  use.set_persons(use.persons() + wish->fresh.size());
  use.set_unnamed_persons(use.unnamed_persons() + wish->aside);
  return PutCount(state, budget.what, budget.key, use);
}

void Budgets::GiveBack(absl::FunctionRef<bool(CountedIn, const std::string&)> is_busy) {
  std::vector<std::pair<Key, std::shared_ptr<Purse>>> idle;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [key, purse] : purses_) {
      if (!is_busy(key.first, purse->owner)) idle.emplace_back(key, purse);
    }
  }
  for (const auto& [key, purse] : idle) {
    // Otherwise the next call tries again.
    if (!GiveBackOne(key, purse.get())) continue;
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = purses_.find(key);
    if (found != purses_.end() && found->second == purse) purses_.erase(found);
  }
}

bool Budgets::GiveBackOne(const Key& key, Purse* purse) {
  std::lock_guard<std::mutex> lock(purse->mutex);
  if (purse->rows > 0 || purse->unnamed > 0) {
    const absl::Status given = store_.Transact([&](StateTransaction& state) -> absl::Status {
      SUDARE_ASSIGN_OR_RETURN(WindowUse use, CountOf(state, key.first, key.second));
      // A day that is over was forgotten.
      if (use.rows() == 0 && use.unnamed_persons() == 0) return absl::OkStatus();
      use.set_rows(LeftOf(use.rows(), purse->rows));
      use.set_unnamed_persons(LeftOf(use.unnamed_persons(), purse->unnamed));
      return PutCount(state, key.first, key.second, use);
    });
    if (!given.ok()) return false;
    purse->rows = purse->unnamed = 0;
  }
  purse->is_given_up = true;
  return true;
}

}  // namespace sudare::windows
