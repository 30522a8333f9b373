#include "proxy/windows/window_keeper.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/windows/budgets.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_time.h"
#include "tests/proxy/windows/window_house.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ConnectedSide;
using sudare::v1::Window;
using sudare::v1::WindowEvent;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using windows::WindowKeeper;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

// Keepers look at the world some times a second.
template <typename Condition>
bool Soon(Condition condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Long enough that it would have happened.
void LetTimePass() { std::this_thread::sleep_for(std::chrono::milliseconds(600)); }

class WindowKeeperTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<WindowPass>> Enter(const std::string& account) {
    return Enter(*keeper_, account);
  }
  absl::StatusOr<std::unique_ptr<WindowPass>> Enter(WindowKeeper& keeper,
                                                    const std::string& account) {
    return keeper.Enter(*house_.policy().FindAccount(account));
  }
  std::string ReasonFor(const std::string& account) {
    return DetailOf(Enter(account).status()).reason();
  }
  Window Open(const std::vector<std::string>& accounts = {"vendor-1"}) {
    const Window window = house_.Opened(accounts);
    keeper_->Refresh();
    return window;
  }
  void Close(const std::string& id) {
    EXPECT_THAT(house_.Do(&WindowDesk::Close, "connector", id), IsOk());
  }
  WindowEvent::Kind LastOf(const std::string& id) {
    const Window window = house_.Get(id);
    return window.events(window.events_size() - 1).kind();
  }

  WindowHouse house_;
  std::unique_ptr<WindowKeeper> keeper_ = house_.MakeKeeper("one");
};

TEST_F(WindowKeeperTest, WhoNeedsNoWindowMeetsNoGate) {
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("other"));
  EXPECT_EQ(pass, nullptr);
}

TEST_F(WindowKeeperTest, OnlyTheNamedPersonsGetInAndOnlyWhileItIsOpen) {
  // Planned, but the vendor isn't told when.
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  const absl::Status early = Enter("vendor-1").status();
  EXPECT_THAT(
      early, StatusIs(kPrecondition, AllOf(HasSubstr("none is open"), HasSubstr("保守作業の時間外"),
                                           Not(HasSubstr("19:00")), Not(HasSubstr(window.id())))));
  EXPECT_EQ(DetailOf(early).reason(), "NO_OPEN_WINDOW");
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
  keeper_->Refresh();
  EXPECT_EQ(ReasonFor("vendor-1"), "NO_OPEN_WINDOW");
  ASSERT_THAT(house_.Do(&WindowDesk::Open, "connector", window.id()), IsOk());
  keeper_->Refresh();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  EXPECT_EQ(pass->window(), window.id());
  EXPECT_EQ(pass->ends_at(), Evening() + absl::Hours(2));
  EXPECT_THAT(pass->classes(), IsEmpty());
  EXPECT_FALSE(pass->cut());
  EXPECT_EQ(ReasonFor("vendor-2"), "NO_OPEN_WINDOW");
  EXPECT_EQ(ReasonFor("guest"), "NO_OPEN_WINDOW");
  Close(window.id());
  keeper_->Refresh();
  EXPECT_EQ(ReasonFor("vendor-1"), "NO_OPEN_WINDOW");
  EXPECT_TRUE(pass->cut());
}

// The vendor's telephone call: what is planned is on record and for staff, not in the refusal.
TEST_F(WindowKeeperTest, StaffLearnWhatARefusedAccountDoesNot) {
  const auto next = [&](const std::string& staff = "auditor", const std::string& account = "") {
    sudare::v1::NextWindowRequest request;
    request.set_account(account.empty() ? "vendor-1" : account);
    return house_.desk->Next(house_.policy(), {staff, staff.empty() ? "vendor-1" : "", ""},
                             request);
  };
  keeper_->Refresh();
  EXPECT_THAT(StaffNoteOf(Enter("vendor-1").status()), HasSubstr("no window is planned"));
  sudare::v1::RequestWindowRequest later = WindowHouse::Asked();
  windows::SetTime(Evening() + absl::Hours(24), later.mutable_planned_start());
  windows::SetTime(Evening() + absl::Hours(25), later.mutable_planned_end());
  ASSERT_OK_AND_ASSIGN(const Window second, house_.Request("requester", later));
  ASSERT_OK_AND_ASSIGN(const Window first, house_.Request("requester", WindowHouse::Asked()));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", first.id()), IsOk());
  keeper_->Refresh();
  const absl::Status refused = Enter("vendor-1").status();
  EXPECT_THAT(StaffNoteOf(refused),
              AllOf(HasSubstr(first.id()), HasSubstr("2026-11-27 19:00"), HasSubstr("承認済み")));
  EXPECT_THAT(DetailOf(refused).ShortDebugString(),
              AllOf(Not(HasSubstr(first.id())), Not(HasSubstr("19:00"))));
  EXPECT_THAT(StaffNoteOf(Enter("vendor-2").status()), HasSubstr("no window is planned"));

  // Attempts are written some seconds later.
  house_.clock.Pass(absl::Seconds(10));
  EXPECT_TRUE(Soon([&] { return next()->refused().count() == 2; }));
  ASSERT_OK_AND_ASSIGN(const auto told, next());
  EXPECT_EQ(told.role(), "maintenance");
  EXPECT_TRUE(told.requires_window());
  ASSERT_EQ(told.planned_size(), 2);
  EXPECT_EQ(told.planned(0).id(), first.id());
  EXPECT_EQ(told.planned(1).id(), second.id());
  EXPECT_EQ(told.open_size(), 0);
  EXPECT_EQ(told.refused().reason(), "NO_OPEN_WINDOW");
  // An hour later that is past; the next attempt counts anew.
  house_.clock.Pass(absl::Minutes(61));
  EXPECT_FALSE(next()->has_refused());
  keeper_->Refresh();
  Enter("vendor-1").status().IgnoreError();
  house_.clock.Pass(absl::Seconds(10));
  EXPECT_TRUE(Soon([&] { return next()->refused().count() == 1; }));

  ASSERT_THAT(house_.Do(&WindowDesk::Open, "connector", first.id()), IsOk());
  EXPECT_EQ(next()->open(0).id(), first.id());
  EXPECT_THAT(next("auditor", "nobody"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(next(""), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_FALSE(next("auditor", "other")->requires_window());
}

TEST_F(WindowKeeperTest, ClosingEndsQueriesOfAllProxies) {
  const auto other = house_.MakeKeeper("two");
  const Window window = Open();
  other->Refresh();
  ASSERT_OK_AND_ASSIGN(const auto here, Enter("vendor-1"));
  ASSERT_OK_AND_ASSIGN(const auto there, Enter(*other, "vendor-1"));
  const auto start = std::chrono::steady_clock::now();
  Close(window.id());
  EXPECT_TRUE(Soon([&] { return here->cut() && there->cut(); }));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_THAT(here->CutStatus(), StatusIs(absl::StatusCode::kAborted,
                                          AllOf(HasSubstr("disconnected"), HasSubstr("切断"))));
  EXPECT_EQ(DetailOf(here->CutStatus()).reason(), "WINDOW_CLOSED");
}

TEST_F(WindowKeeperTest, AWithdrawnApprovalEndsThemToo) {
  const Window window = Open();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  ASSERT_THAT(house_.Do(&WindowDesk::Withdraw, "approver", window.id(), "誤承認"), IsOk());
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
}

TEST_F(WindowKeeperTest, TheEndComesByItselfAndIsOnRecord) {
  const Window window = Open();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  house_.clock.Pass(absl::Hours(2) - absl::Milliseconds(1));
  keeper_->Refresh();
  EXPECT_FALSE(pass->cut());
  house_.clock.Pass(absl::Milliseconds(1));
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
  EXPECT_TRUE(Soon([&] { return house_.Get(window.id()).state() == Window::CLOSED; }));
  EXPECT_EQ(LastOf(window.id()), WindowEvent::ENDED);
  const auto records = house_.log.records();
  const auto& last = records.back().window_change();
  EXPECT_EQ(last.kind(), WindowEvent::ENDED);
  EXPECT_EQ(last.caller().staff(), "");
  EXPECT_EQ(ReasonFor("vendor-1"), "NO_OPEN_WINDOW");
}

// The end is kept by a clock that nobody can set, and by memory alone.
TEST_F(WindowKeeperTest, TheEndComesThoughTheClockIsPutBackOrTheStateIsGone) {
  Open();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  house_.clock.Set(Evening() - absl::Seconds(20));
  keeper_->Refresh();
  EXPECT_FALSE(pass->cut());
  house_.clock.Pass(absl::Hours(2));
  keeper_->Refresh();
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
}

TEST_F(WindowKeeperTest, AClockThatWentBackOpensNothing) {
  Open();
  ASSERT_OK_AND_ASSIGN(auto pass, Enter("vendor-1"));
  // Its time is noted some seconds later.
  house_.clock.Pass(absl::Seconds(60));
  keeper_->Refresh();
  ASSERT_TRUE(Soon([&] {
    absl::Time latest;
    house_.store
        ->Read([&](StateReader& state) -> absl::Status {
          const auto read = windows::LatestTime(state);
          if (read.ok()) latest = *read;
          return read.status();
        })
        .IgnoreError();
    return latest >= Evening() + absl::Seconds(60);
  }));
  pass.reset();
  house_.clock.Set(Evening());
  // A proxy that starts now, too.
  const auto fresh = house_.MakeKeeper("two");
  EXPECT_THAT(fresh->Health(), StatusIs(kPrecondition, HasSubstr("clock")));
  EXPECT_EQ(DetailOf(Enter(*fresh, "vendor-1").status()).reason(), "CLOCK_WRONG");
  house_.clock.Pass(absl::Seconds(3));
  EXPECT_EQ(ReasonFor("vendor-1"), "CLOCK_WRONG");
  house_.clock.Set(Evening() + absl::Seconds(70));
  house_.clock.Pass(absl::Seconds(3));
  EXPECT_THAT(Enter("vendor-1"), IsOk());
}

TEST_F(WindowKeeperTest, AWindowNobodyWorksInClosesByItself) {
  const auto other = house_.MakeKeeper("two");
  const Window window = Open();
  {
    ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
    // A query that runs is work.
    house_.clock.Pass(absl::Minutes(9));
    LetTimePass();
  }
  house_.clock.Pass(absl::Minutes(9));
  LetTimePass();
  EXPECT_EQ(house_.Get(window.id()).state(), Window::OPEN);
  house_.clock.Pass(absl::Minutes(2));
  EXPECT_TRUE(Soon([&] { return house_.Get(window.id()).state() == Window::CLOSED; }));
  EXPECT_EQ(LastOf(window.id()), WindowEvent::IDLED);
}

TEST_F(WindowKeeperTest, WhatIsNeverOpenedExpires) {
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  keeper_->Refresh();
  house_.clock.Pass(absl::Hours(3));
  EXPECT_TRUE(Soon([&] { return house_.Get(window.id()).state() == Window::EXPIRED; }));
}

// Another proxy may have closed the window, which this one can't know.
TEST_F(WindowKeeperTest, WhoCannotReadTheStateLetsNobodyInOrGoOn) {
  Open();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  house_.LoseState();
  house_.clock.Pass(absl::Seconds(3));
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
  EXPECT_EQ(ReasonFor("vendor-1"), "WINDOW_STATE_UNAVAILABLE");
  house_.GiveStateBack();
  EXPECT_TRUE(Soon([&] { return Enter("vendor-1").ok(); }));
}

TEST_F(WindowKeeperTest, EndsByForceWhatGoesOnThoughItWasCut) {
  const Window window = Open();
  ASSERT_OK_AND_ASSIGN(auto pass, Enter("vendor-1"));
  std::atomic<int> aborted{0};
  pass->OnCut([&] { ++aborted; });
  Close(window.id());
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
  LetTimePass();
  EXPECT_EQ(aborted, 0);
  house_.clock.Pass(absl::Milliseconds(500));
  EXPECT_TRUE(Soon([&] { return aborted == 1; }));
  house_.clock.Pass(absl::Seconds(1));
  LetTimePass();
  EXPECT_EQ(aborted, 1);
}

TEST_F(WindowKeeperTest, RowsOfAllProxiesTogetherStayWithinTheBudget) {
  const auto other = house_.MakeKeeper("two");
  const Window window = Open();
  other->Refresh();
  ASSERT_OK_AND_ASSIGN(auto here, Enter("vendor-1"));
  ASSERT_OK_AND_ASSIGN(auto there, Enter(*other, "vendor-1"));
  uint64_t taken = 0;
  for (const auto& pass : {&here, &there}) {
    while ((*pass)->TakeRows(300).ok()) taken += 300;
  }
  EXPECT_LE(taken, 5000u);
  EXPECT_GT(taken, 5000u - 2 * 300);
  const absl::Status refused = here->TakeRows(300);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("5000")));
  EXPECT_EQ(DetailOf(refused).reason(), "WINDOW_ROWS");
  // What was set aside and not read is given back.
  here.reset();
  there.reset();
  house_.clock.Pass(absl::Seconds(5));
  EXPECT_TRUE(Soon([&] { return house_.Get(window.id()).rows_read() == taken; }));
}

// People with these numbers.
std::vector<absl::uint128> People(uint64_t first, uint64_t count) {
  std::vector<absl::uint128> people;
  for (uint64_t i = first; i < first + count; ++i) people.push_back(absl::MakeUint128(i, 7));
  return people;
}

std::string ReasonOf(const absl::Status& status) { return DetailOf(status).reason(); }

TEST_F(WindowKeeperTest, RowsOfADayAreThoseOfAllProxiesAndEndAtMidnightInJapan) {
  const auto other = house_.MakeKeeper("two");
  ASSERT_OK_AND_ASSIGN(auto here, Enter("counted"));
  ASSERT_OK_AND_ASSIGN(auto there, Enter(*other, "counted"));
  uint64_t taken = 0;
  for (const auto& pass : {&here, &there}) {
    while ((*pass)->TakeRows(300).ok()) taken += 300;
  }
  EXPECT_EQ(taken, 3000u);
  const absl::Status refused = here->TakeRows(1);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted,
                                AllOf(HasSubstr("3000"), HasSubstr("1日に"))));
  EXPECT_EQ(ReasonOf(refused), "DAY_ROWS");
  // 23:59, and midnight, under a query that goes on.
  house_.clock.Pass(absl::Hours(5) - absl::Seconds(1));
  EXPECT_EQ(ReasonOf(here->TakeRows(1)), "DAY_ROWS");
  house_.clock.Pass(absl::Seconds(1));
  EXPECT_THAT(here->TakeRows(3000), IsOk());
  EXPECT_EQ(ReasonOf(there->TakeRows(1)), "DAY_ROWS");
}

TEST_F(WindowKeeperTest, WhatWasSetAsideForADayIsGivenBack) {
  {
    ASSERT_OK_AND_ASSIGN(const auto pass, Enter("counted"));
    EXPECT_THAT(pass->TakeRows(1), IsOk());
  }
  const auto other = house_.MakeKeeper("two");
  ASSERT_OK_AND_ASSIGN(const auto there, Enter(*other, "counted"));
  EXPECT_EQ(ReasonOf(there->TakeRows(2999)), "DAY_ROWS");
  house_.clock.Pass(absl::Seconds(5));
  EXPECT_TRUE(Soon([&] { return there->TakeRows(2999).ok(); }));
}

TEST_F(WindowKeeperTest, PeopleOfADayAreThoseOfAllProxies) {
  const auto other = house_.MakeKeeper("two");
  ASSERT_OK_AND_ASSIGN(const auto here, Enter("counted"));
  ASSERT_OK_AND_ASSIGN(const auto there, Enter(*other, "counted"));
  ASSERT_TRUE(here->counts_persons());
  EXPECT_EQ(here->SeePersons(People(1, 6), 0).value_or(99), 6u);
  // Four are known there too, two new.
  EXPECT_EQ(there->SeePersons(People(3, 6), 0).value_or(99), 2u);
  // In all or in none: eight are counted.
  const absl::Status refused = here->SeePersons(People(100, 3), 0).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted,
                                AllOf(HasSubstr("10 people in a day"), HasSubstr("10人"))));
  EXPECT_EQ(ReasonOf(refused), "DAY_PERSONS");
  EXPECT_EQ(here->SeePersons(People(100, 1), 0).value_or(99), 1u);
  EXPECT_EQ(there->SeePersons({}, 1).value_or(99), 1u);
  EXPECT_EQ(ReasonOf(here->SeePersons({}, 1).status()), "DAY_PERSONS");
  // Whom they know they may see again.
  EXPECT_EQ(there->SeePersons(People(1, 8), 0).value_or(99), 0u);
  // Tomorrow; but in the month nobody of them is new.
  house_.clock.Pass(absl::Hours(5));
  EXPECT_EQ(here->SeePersons(People(1, 9), 0).value_or(99), 1u);
}

TEST_F(WindowKeeperTest, OnePersonAQueryInManyQueriesMeetsTheSameBudget) {
  uint64_t seen = 0;
  for (uint64_t i = 0; i < 30; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto pass, Enter("counted"));
    if (pass->SeePersons(People(i, 1), 0).ok()) ++seen;
  }
  EXPECT_EQ(seen, 10u);
}

TEST_F(WindowKeeperTest, AProxyThatEndsForgetsNobody) {
  {
    const auto other = house_.MakeKeeper("two");
    ASSERT_OK_AND_ASSIGN(const auto there, Enter(*other, "counted"));
    EXPECT_THAT(there->SeePersons(People(1, 9), 0), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const auto here, Enter("counted"));
  EXPECT_EQ(ReasonOf(here->SeePersons(People(20, 2), 0).status()), "DAY_PERSONS");
  EXPECT_THAT(here->SeePersons(People(1, 10), 0), IsOk());
}

TEST_F(WindowKeeperTest, WithoutTheStateNobodyIsShown) {
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("counted"));
  house_.LoseState();
  EXPECT_THAT(pass->SeePersons(People(1, 1), 0), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(pass->TakeRows(1), StatusIs(absl::StatusCode::kUnavailable));
  house_.GiveStateBack();
  EXPECT_TRUE(Soon([&] { return pass->SeePersons(People(1, 1), 0).ok(); }));
}

TEST_F(WindowKeeperTest, AClockThatIsOnAnotherDayThanTheStoresTakesNothing) {
  windows::Clocks clocks = house_.clock.clocks();
  clocks.wall = [this] { return house_.clock.wall() + absl::Hours(24); };
  windows::Budgets budgets(house_.store.get(), clocks.wall);
  const windows::Budget tomorrow = {windows::CountedIn::kDay, "counted/2026-11-28", "counted", 100,
                                    0};
  EXPECT_THAT(budgets.TakeRows(tomorrow, 1), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(WindowKeeperTest, PeopleOfAWindowAreCountedOverAllOfItsProxies) {
  auto request = WindowHouse::Asked({"vendor-1", "vendor-2"});
  request.set_person_budget(5);
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", request));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
  ASSERT_THAT(house_.Do(&WindowDesk::Open, "connector", window.id()), IsOk());
  const auto other = house_.MakeKeeper("two");
  keeper_->Refresh();
  ASSERT_OK_AND_ASSIGN(const auto here, Enter("vendor-1"));
  ASSERT_OK_AND_ASSIGN(const auto there, Enter(*other, "vendor-2"));
  EXPECT_THAT(here->SeePersons(People(1, 3), 0), IsOk());
  EXPECT_THAT(there->SeePersons(People(2, 3), 0), IsOk());
  const absl::Status refused = here->SeePersons(People(9, 2), 0).status();
  EXPECT_EQ(ReasonOf(refused), "WINDOW_PERSONS");
  EXPECT_THAT(there->SeePersons({}, 1), IsOk());
  EXPECT_EQ(ReasonOf(here->SeePersons({}, 1).status()), "WINDOW_PERSONS");
  EXPECT_EQ(house_.Get(window.id()).persons_seen(), 5u);
  // Who they were is forgotten with the end; how many is not.
  Close(window.id());
  EXPECT_EQ(house_.Get(window.id()).persons_seen(), 5u);
  ASSERT_THAT(house_.store->Read([&](StateReader& state) -> absl::Status {
    const auto persons = windows::PersonsOf(state, windows::CountedIn::kWindow, window.id());
    EXPECT_THAT(*persons, IsEmpty());
    return persons.status();
  }),
              IsOk());
}

TEST_F(WindowKeeperTest, WhoHasNoBudgetOfPersonsIsNotCounted) {
  Open();
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("vendor-1"));
  EXPECT_FALSE(pass->counts_persons());
}

// Both ask at once, again and again, for people of their own.
TEST_F(WindowKeeperTest, NoRaceShowsMorePeopleThanTheBudget) {
  const auto other = house_.MakeKeeper("two");
  std::atomic<uint64_t> seen{0};
  const auto ask = [&](WindowKeeper& keeper, uint64_t first) {
    for (uint64_t i = 0; i < 12; ++i) {
      const auto pass = Enter(keeper, "counted");
      if (pass.ok() && (*pass)->SeePersons(People(first + i, 1), 0).ok()) ++seen;
    }
  };
  std::thread there([&] { ask(*other, 1000); });
  ask(*keeper_, 2000);
  there.join();
  EXPECT_EQ(seen, 10u);
}

TEST_F(WindowKeeperTest, WhileMaintenanceIsConnectedTheOfficeIsNot) {
  const Window window = Open();
  const absl::Status refused = Enter("clerk").status();
  EXPECT_THAT(refused,
              StatusIs(kPrecondition,
                       AllOf(HasSubstr("リモート保守中"), HasSubstr("担当 `connector`"),
                             HasSubstr("2026-11-27 21:00"), HasSubstr("remote maintenance"))));
  EXPECT_EQ(DetailOf(refused).reason(), "OTHER_SIDE_CONNECTED");
  ASSERT_OK_AND_ASSIGN(auto pass, Enter("vendor-1"));
  Close(window.id());
  keeper_->Refresh();
  // A query that has not ended yet is still a connection.
  EXPECT_TRUE(pass->cut());
  EXPECT_EQ(ReasonFor("clerk"), "OTHER_SIDE_CONNECTED");
  pass.reset();
  house_.clock.Pass(absl::Seconds(4));
  EXPECT_TRUE(Soon([&] { return Enter("clerk").ok(); }));
}

TEST_F(WindowKeeperTest, WhileTheOfficeIsConnectedMaintenanceDoesNotOpen) {
  ASSERT_OK_AND_ASSIGN(auto pass, Enter("clerk"));
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
  const auto refused = house_.Do(&WindowDesk::Open, "connector", window.id());
  EXPECT_THAT(refused, StatusIs(kPrecondition, AllOf(HasSubstr("`office`"), HasSubstr("clerk"))));
  pass.reset();
  // Somebody who just asked will ask again.
  house_.clock.Pass(absl::Seconds(10));
  LetTimePass();
  EXPECT_FALSE(house_.Do(&WindowDesk::Open, "connector", window.id()).ok());
  house_.clock.Pass(absl::Seconds(31));
  EXPECT_TRUE(Soon([&] { return house_.Do(&WindowDesk::Open, "connector", window.id()).ok(); }));
}

TEST_F(WindowKeeperTest, AProxyThatDiedIsForgottenAfterItsLease) {
  ASSERT_THAT(house_.store->Transact([&](StateTransaction& state) {
    ConnectedSide side;
    side.set_role("office");
    side.add_accounts("clerk");
    windows::SetTime(Evening() + absl::Seconds(15), side.mutable_expires());
    return windows::PutPresence(state, "killed", side);
  }),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
  EXPECT_FALSE(house_.Do(&WindowDesk::Open, "connector", window.id()).ok());
  house_.clock.Pass(absl::Seconds(15));
  EXPECT_THAT(house_.Do(&WindowDesk::Open, "connector", window.id()), IsOk());
}

TEST_F(WindowKeeperTest, WhoCannotRenewItsPresenceEndsItsQueriesBeforeOthersForgetIt) {
  ASSERT_OK_AND_ASSIGN(const auto pass, Enter("clerk"));
  house_.LoseState();
  house_.clock.Pass(absl::Seconds(9));
  LetTimePass();
  EXPECT_FALSE(pass->cut());
  house_.clock.Pass(absl::Seconds(2));
  EXPECT_TRUE(Soon([&] { return pass->cut(); }));
  house_.GiveStateBack();
}

// Both sides try to get in at once through a proxy of their own, again and again.
TEST_F(WindowKeeperTest, NoRaceConnectsBothSides) {
  const auto other = house_.MakeKeeper("two");
  std::atomic<bool> stop{false};
  std::atomic<bool> office_in{false};
  std::atomic<int> office_turns{0};
  std::thread office([&] {
    while (!stop) {
      {
        const auto pass = Enter(*other, "clerk");
        if (pass.ok()) {
          office_in = true;
          ++office_turns;
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
          office_in = false;
        }
      }
      // Its presence runs out, as that of a proxy that died.
      house_.clock.Pass(absl::Seconds(16));
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  });
  int opened = 0;
  int refused = 0;
  int both = 0;
  for (int i = 0; i < 30; ++i) {
    auto request = WindowHouse::Asked();
    windows::SetTime(Evening() + absl::Hours(23), request.mutable_planned_end());
    const auto window = house_.Request("requester", request);
    ASSERT_THAT(window, IsOk());
    ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window->id()), IsOk());
    for (int attempt = 0; attempt < 20; ++attempt) {
      if (!house_.Do(&WindowDesk::Open, "connector", window->id()).ok()) {
        ++refused;
        continue;
      }
      ++opened;
      both += office_in ? 1 : 0;
      EXPECT_FALSE(Enter(*other, "clerk").ok());
      both += office_in ? 1 : 0;
      Close(window->id());
      break;
    }
  }
  stop = true;
  office.join();
  EXPECT_EQ(both, 0);
  EXPECT_GT(opened, 5);
  EXPECT_GT(office_turns, 5);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace sudare::testing
