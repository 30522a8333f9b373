// Budgets over each kind of state, with several proxies at once.
#include "proxy/windows/budgets.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/state/state_under_test.h"
#include "tests/support/status_matchers.h"

namespace sudare::windows {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StateUnderTest;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Kind = std::pair<const char*, std::unique_ptr<StateUnderTest> (*)()>;

std::vector<absl::uint128> People(uint64_t first, uint64_t count) {
  std::vector<absl::uint128> people;
  for (uint64_t i = first; i < first + count; ++i) people.push_back(absl::MakeUint128(i, ~i));
  return people;
}

Budget Day(const std::string& day, uint64_t rows, uint64_t persons) {
  return {CountedIn::kDay, absl::StrCat("a/b/", day), "a/b", rows, persons};
}
const Budget kMonth = {CountedIn::kMonth, "a/b/2026-11", "a/b", 0, 0};

class BudgetsTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    state_ = GetParam().second();
    ASSERT_NE(state_, nullptr);
    store_ = *state_->Open();
    other_store_ = *state_->Open();
  }

  std::vector<absl::uint128> Stored(const Budget& budget) {
    std::vector<absl::uint128> stored;
    EXPECT_THAT(store_->Read([&](StateReader& state) -> absl::Status {
      const auto persons = PersonsOf(state, budget.what, budget.key);
      if (persons.ok()) stored = *persons;
      return persons.status();
    }),
                IsOk());
    return stored;
  }

  std::unique_ptr<StateUnderTest> state_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<StateStore> other_store_;
};

TEST_P(BudgetsTest, ThousandsOfPeopleAreKeptExactly) {
  Budgets budgets(store_.get(), absl::Now);
  const std::vector<Budget> both = {Day("2026-11-27", 0, 5000), kMonth};
  for (uint64_t i = 0; i < 5000; i += 625) {
    EXPECT_EQ(budgets.SeePersons(both, People(i, 625), 0).value_or(0), 625u);
  }
  EXPECT_THAT(Stored(both[0]), SizeIs(5000));
  Budgets other(other_store_.get(), absl::Now);
  EXPECT_EQ(other.SeePersons(both, People(0, 5000), 0).value_or(99), 0u);
  EXPECT_EQ(DetailOf(other.SeePersons(both, People(5000, 1), 0).status()).reason(), "DAY_PERSONS");
  EXPECT_THAT(Stored(both[0]), SizeIs(5000));
}

TEST_P(BudgetsTest, ProxiesThatAskAtOnceStayWithinTheBudget) {
  Budgets here(store_.get(), absl::Now);
  Budgets there(other_store_.get(), absl::Now);
  const std::vector<Budget> both = {Day("2026-11-27", 4000, 40), kMonth};
  std::atomic<uint64_t> seen{0};
  std::atomic<uint64_t> rows{0};
  const auto work = [&](Budgets& budgets, uint64_t first) {
    for (uint64_t i = 0; i < 30; ++i) {
      if (budgets.SeePersons(both, People(first + i, 1), i % 2).ok()) seen += 1 + i % 2;
      if (budgets.TakeRows(both[0], 150).ok()) rows += 150;
    }
  };
  std::thread thread([&] { work(there, 1000); });
  work(here, 2000);
  thread.join();
  EXPECT_LE(seen, 40u);
  EXPECT_GE(seen, 38u);
  EXPECT_LE(rows, 4000u);
  EXPECT_GE(rows, 3000u);
}

TEST_P(BudgetsTest, DaysThatAreOverAreForgottenAndNoneComesBack) {
  Budgets budgets(store_.get(), absl::Now);
  // Somebody whose name looks like a day of another's.
  const Budget other = {CountedIn::kDay, "a/b/c/2026-11-20", "a/b/c", 10, 10};
  ASSERT_THAT(budgets.SeePersons({other, kMonth}, People(1, 2), 0), IsOk());
  const Budget yesterday = Day("2026-11-26", 2000, 10);
  const Budget today = Day("2026-11-27", 2000, 10);
  ASSERT_THAT(budgets.SeePersons({yesterday, kMonth}, People(1, 3), 0), IsOk());
  ASSERT_THAT(budgets.TakeRows(yesterday, 1), IsOk());
  ASSERT_THAT(budgets.SeePersons({today, kMonth}, People(1, 4), 0), IsOk());
  EXPECT_THAT(Stored(yesterday), IsEmpty());
  EXPECT_THAT(Stored(today), SizeIs(4));
  EXPECT_THAT(Stored(other), SizeIs(2));
  // What was set aside yesterday is given back to nobody, and does not forget today.
  budgets.GiveBack([](CountedIn, const std::string&) { return false; });
  EXPECT_THAT(Stored(today), SizeIs(4));
  Budgets again(other_store_.get(), absl::Now);
  EXPECT_EQ(again.SeePersons({today, kMonth}, People(1, 4), 0).value_or(99), 0u);
}

INSTANTIATE_TEST_SUITE_P(Stores, BudgetsTest,
                         ::testing::Values(Kind{"Sqlite", sudare::testing::MakeSqliteState},
                                           Kind{"Postgres", sudare::testing::MakePostgresState}),
                         [](const auto& info) { return info.param.first; });

}  // namespace
}  // namespace sudare::windows
