// What every StateStore promises, tried on each kind.
#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "tests/proxy/state/state_under_test.h"
#include "tests/proxy/state/store_calls.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

using Kind = std::pair<const char*, std::function<std::unique_ptr<StateUnderTest>()>>;
using MaybeText = std::optional<std::string>;

absl::StatusOr<std::vector<std::string>> KeysOf(StateStore& store, absl::string_view table,
                                                absl::string_view prefix) {
  std::vector<std::string> keys;
  SUDARE_RETURN_IF_ERROR(store.Read([&](StateReader& reader) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(std::vector<StateEntry> entries, reader.Scan(table, prefix));
    for (StateEntry& entry : entries) keys.push_back(std::move(entry.key));
    return absl::OkStatus();
  }));
  return keys;
}

class ConformanceTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    state_ = GetParam().second();
    ASSERT_NE(state_, nullptr);
    store_ = Open();
  }

  std::unique_ptr<StateStore> Open() {
    auto store = state_->Open();
    EXPECT_THAT(store, IsOk());
    return store.ok() ? *std::move(store) : nullptr;
  }

  std::unique_ptr<StateUnderTest> state_;
  std::unique_ptr<StateStore> store_;
};

TEST_P(ConformanceTest, ATransactionReadsWhatItWrote) {
  ASSERT_THAT(store_->Transact([](StateTransaction& transaction) -> absl::Status {
    EXPECT_THAT(transaction.Get("windows", "a"), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(transaction.Put("windows", "a", "1"), IsOk());
    EXPECT_THAT(transaction.Get("windows", "a"), IsOkAndHolds(Optional(Eq("1"))));
    EXPECT_THAT(transaction.Put("windows", "a", "2"), IsOk());
    EXPECT_THAT(transaction.Put("windows", "b", "3"), IsOk());
    EXPECT_THAT(transaction.Get("windows", "a"), IsOkAndHolds(Optional(Eq("2"))));
    EXPECT_THAT(transaction.Delete("windows", "b"), IsOk());
    EXPECT_THAT(transaction.Get("windows", "b"), IsOkAndHolds(Eq(std::nullopt)));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(GetFrom(*store_, "windows", "a"), IsOkAndHolds(Optional(Eq("2"))));
  EXPECT_THAT(KeysOf(*store_, "windows", ""), IsOkAndHolds(ElementsAre("a")));
}

TEST_P(ConformanceTest, AnErrorOfTheWorkChangesNothingAndComesBackAsItIs) {
  ASSERT_THAT(PutIn(*store_, "t", "a", "1"), IsOk());
  ASSERT_OK_AND_ASSIGN(const uint64_t before, store_->Version());
  EXPECT_THAT(store_->Transact([](StateTransaction& transaction) -> absl::Status {
    EXPECT_THAT(transaction.Put("t", "a", "2"), IsOk());
    EXPECT_THAT(transaction.Delete("t", "a"), IsOk());
    EXPECT_THAT(transaction.Put("t", "b", "2"), IsOk());
    return absl::PermissionDeniedError("the window is closed");
  }),
              StatusIs(absl::StatusCode::kPermissionDenied, Eq("the window is closed")));
  EXPECT_THAT(GetFrom(*store_, "t", "a"), IsOkAndHolds(Optional(Eq("1"))));
  EXPECT_THAT(GetFrom(*store_, "t", "b"), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(store_->Version(), IsOkAndHolds(Eq(before)));
  EXPECT_THAT(store_->Read([](StateReader&) { return absl::NotFoundError("no such window"); }),
              StatusIs(absl::StatusCode::kNotFound, Eq("no such window")));
}

TEST_P(ConformanceTest, TablesAreApartAndNeedNoCreation) {
  EXPECT_THAT(KeysOf(*store_, "never_used", ""), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(PutIn(*store_, "a", "key", "of a"), IsOk());
  ASSERT_THAT(PutIn(*store_, "a_b", "key", "of a_b"), IsOk());
  EXPECT_THAT(GetFrom(*store_, "a", "key"), IsOkAndHolds(Optional(Eq("of a"))));
  EXPECT_THAT(GetFrom(*store_, "a_b", "key"), IsOkAndHolds(Optional(Eq("of a_b"))));
  EXPECT_THAT(GetFrom(*store_, "b", "key"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(ConformanceTest, KeysAndValuesAreAnyBytes) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& bytes :
       {std::string(), std::string("\0", 1), std::string("a\0b", 3), std::string("\xff\xff"), all,
        std::string("保守期間"), std::string("\\x41'\"%_"), std::string(1024, '\xff')}) {
    ASSERT_THAT(PutIn(*store_, "t", bytes, bytes), IsOk());
    EXPECT_THAT(GetFrom(*store_, "t", bytes), IsOkAndHolds(Optional(Eq(bytes))));
  }
}

TEST_P(ConformanceTest, ScanGivesKeysOfAPrefixInTheOrderOfTheirBytes) {
  const std::string zero("\0", 1);
  const std::vector<std::string> keys = {"",
                                         zero,
                                         zero + zero,
                                         zero + "a",
                                         "A",
                                         "a",
                                         "a" + zero,
                                         "a/1",
                                         "a/10",
                                         "a/2",
                                         "a0",
                                         "a\xff",
                                         "a\xff" + zero,
                                         "a\xff\xff",
                                         "b",
                                         "à",
                                         "保守",
                                         "保守/一",
                                         "期間",
                                         "\xff",
                                         "\xff" + zero,
                                         "\xff\xff",
                                         "\xff\xff"
                                         "a"};
  ASSERT_THAT(store_->Transact([&](StateTransaction& transaction) -> absl::Status {
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
      SUDARE_RETURN_IF_ERROR(transaction.Put("t", *key, "v" + *key));
      SUDARE_RETURN_IF_ERROR(transaction.Put("other", *key, ""));
    }
    return absl::OkStatus();
  }),
              IsOk());
  const std::set<std::string> sorted(keys.begin(), keys.end());  // by unsigned bytes
  for (const std::string& prefix : keys) {
    std::vector<std::string> expected;
    for (const std::string& key : sorted) {
      if (key.compare(0, prefix.size(), prefix) == 0) expected.push_back(key);
    }
    EXPECT_THAT(KeysOf(*store_, "t", prefix), IsOkAndHolds(Eq(expected))) << prefix;
  }
  EXPECT_THAT(KeysOf(*store_, "t", "no such"), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(store_->Read([](StateReader& reader) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(const auto entries, reader.Scan("t", "保守/"));
    EXPECT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries.at(0).value, "v保守/一");
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(ConformanceTest, LargeValuesComeBackWhole) {
  for (const size_t size : {size_t{1} << 20, size_t{16} << 20}) {
    std::string value(size, '\0');
    for (size_t i = 0; i < value.size(); ++i) value[i] = static_cast<char>(i * 2654435761u >> 13);
    ASSERT_THAT(PutIn(*store_, "t", absl::StrCat(size), value), IsOk());
    ASSERT_OK_AND_ASSIGN(const MaybeText found, GetFrom(*store_, "t", absl::StrCat(size)));
    EXPECT_TRUE(found == value) << size;
  }
}

TEST_P(ConformanceTest, WhatNoStoreTakesIsRefusedWithoutRepeatingIt) {
  for (const char* table : {"", "Windows", "a1", "t; --", "窓"}) {
    EXPECT_THAT(PutIn(*store_, table, "k", "v"), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(GetFrom(*store_, table, "k"), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(KeysOf(*store_, table, ""), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  const absl::Status status = PutIn(*store_, "t", std::string(1025, 'k'), "v");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1025 bytes")));
  EXPECT_THAT(std::string(status.message()), ::testing::Not(HasSubstr("kkk")));
  EXPECT_THAT(PutIn(*store_, "t", "k", std::string((16 << 20) + 1, 'v')),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(ConformanceTest, DeletingWhatIsNotThereIsNoError) {
  EXPECT_THAT(store_->Transact([](StateTransaction& t) { return t.Delete("t", "none"); }), IsOk());
}

TEST_P(ConformanceTest, TheClockStandsStillInATransactionAndIsThatOfTheMachine) {
  absl::Time first;
  ASSERT_THAT(store_->Transact([&](StateTransaction& transaction) {
    first = transaction.Now();
    absl::SleepFor(absl::Milliseconds(20));
    EXPECT_EQ(transaction.Now(), first);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_LT(absl::AbsDuration(absl::Now() - first), absl::Seconds(10));
  ASSERT_THAT(store_->Read([&](StateReader& reader) {
    EXPECT_GE(reader.Now(), first + absl::Milliseconds(20));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(ConformanceTest, VersionGrowsWithEveryChangeAndOnlyThen) {
  ASSERT_OK_AND_ASSIGN(uint64_t last, store_->Version());
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(PutIn(*store_, "t", "k", absl::StrCat(i)), IsOk());
    ASSERT_OK_AND_ASSIGN(const uint64_t now, store_->Version());
    EXPECT_GT(now, last);
    last = now;
    EXPECT_THAT(GetFrom(*store_, "t", "k"), IsOk());
    EXPECT_THAT(store_->Transact([](StateTransaction& t) { return t.Get("t", "k").status(); }),
                IsOk());
    EXPECT_THAT(store_->Version(), IsOkAndHolds(Eq(last)));
  }
}

TEST_P(ConformanceTest, TwoStoresOnOneStateSeeEachOthersChanges) {
  const auto other = Open();
  for (int i = 0; i < 5; ++i) {
    StateStore& writer = i % 2 == 0 ? *store_ : *other;
    StateStore& reader = i % 2 == 0 ? *other : *store_;
    ASSERT_OK_AND_ASSIGN(const uint64_t before, reader.Version());
    ASSERT_THAT(PutIn(writer, "t", "k", absl::StrCat(i)), IsOk());
    EXPECT_THAT(GetFrom(reader, "t", "k"), IsOkAndHolds(Optional(Eq(absl::StrCat(i)))));
    ASSERT_OK_AND_ASSIGN(const uint64_t after, reader.Version());
    EXPECT_GT(after, before);
  }
}

TEST_P(ConformanceTest, AReadSeesOneMomentWhileOthersWrite) {
  ASSERT_THAT(PutIn(*store_, "t", "a", "0"), IsOk());
  ASSERT_THAT(PutIn(*store_, "t", "b", "0"), IsOk());
  ASSERT_THAT(store_->Read([&](StateReader& reader) -> absl::Status {
    EXPECT_THAT(reader.Get("t", "a"), IsOkAndHolds(Optional(Eq("0"))));
    std::thread([&] {
      EXPECT_THAT(store_->Transact([](StateTransaction& transaction) -> absl::Status {
        SUDARE_RETURN_IF_ERROR(transaction.Put("t", "a", "1"));
        return transaction.Put("t", "b", "1");
      }),
                  IsOk());
    }).join();
    EXPECT_THAT(reader.Get("t", "b"), IsOkAndHolds(Optional(Eq("0"))));
    EXPECT_THAT(reader.Scan("t", "c"), IsOkAndHolds(IsEmpty()));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(GetFrom(*store_, "t", "b"), IsOkAndHolds(Optional(Eq("1"))));
}

absl::Status AddOne(StateTransaction& transaction, absl::string_view key) {
  SUDARE_ASSIGN_OR_RETURN(const MaybeText found, transaction.Get("t", key));
  int count = 0;
  if (found.has_value() && !absl::SimpleAtoi(*found, &count)) return absl::InternalError(*found);
  return transaction.Put("t", key, absl::StrCat(count + 1));
}

TEST_P(ConformanceTest, ManyThreadsOfTwoStoresCountTogether) {
  const auto other = Open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      StateStore& store = t % 2 == 0 ? *store_ : *other;
      for (int i = 0; i < 25; ++i) {
        EXPECT_THAT(store.Transact(
                        [](StateTransaction& transaction) { return AddOne(transaction, "count"); }),
                    IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(GetFrom(*store_, "t", "count"), IsOkAndHolds(Optional(Eq("200"))));
}

// Each side looks whether the other is connected and, if not, connects: the textbook's write skew,
// and what `exclusive_with` is about.
TEST_P(ConformanceTest, TwoSidesThatExcludeEachOtherNeverBothConnect) {
  const auto other = Open();
  for (int round = 0; round < 30; ++round) {
    std::atomic<int> connected{0};
    std::atomic<int> ready{0};
    const auto connect = [&](StateStore& store, const std::string& me, const std::string& them) {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      const absl::Status status = store.Transact([&](StateTransaction& t) -> absl::Status {
        SUDARE_ASSIGN_OR_RETURN(const auto sides, t.Scan("sides", them));
        if (!sides.empty()) return absl::FailedPreconditionError("they are connected");
        absl::SleepFor(absl::Milliseconds(1));
        return t.Put("sides", me, "");
      });
      if (status.ok()) ++connected;
    };
    std::thread vendor([&] { connect(*store_, "vendor", "office"); });
    std::thread office([&] { connect(*other, "office", "vendor"); });
    vendor.join();
    office.join();
    ASSERT_EQ(connected, 1) << round;
    ASSERT_THAT(store_->Transact([](StateTransaction& t) -> absl::Status {
      SUDARE_RETURN_IF_ERROR(t.Delete("sides", "vendor"));
      return t.Delete("sides", "office");
    }),
                IsOk());
  }
}

TEST_P(ConformanceTest, ALostStoreIsUnavailableAndComesBackByItself) {
  ASSERT_THAT(PutIn(*store_, "t", "k", "1"), IsOk());
  ASSERT_OK_AND_ASSIGN(const uint64_t before, store_->Version());
  state_->Lose();
  for (int i = 0; i < 3; ++i) {
    bool has_run = false;
    EXPECT_THAT(store_->Transact([&](StateTransaction& transaction) {
      has_run = true;
      return transaction.Put("t", "k", "2");
    }),
                StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_FALSE(has_run);
    EXPECT_THAT(GetFrom(*store_, "t", "k"), StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(store_->Version(), StatusIs(absl::StatusCode::kUnavailable));
  }
  state_->GiveBack();
  EXPECT_THAT(GetFrom(*store_, "t", "k"), IsOkAndHolds(Optional(Eq("1"))));
  // Whoever kept what he read must read it again: the store may be another one now.
  ASSERT_OK_AND_ASSIGN(const uint64_t after, store_->Version());
  EXPECT_GT(after, before);
  EXPECT_THAT(store_->Version(), IsOkAndHolds(Eq(after)));
  EXPECT_THAT(PutIn(*store_, "t", "k", "3"), IsOk());
  EXPECT_THAT(GetFrom(*store_, "t", "k"), IsOkAndHolds(Optional(Eq("3"))));
}

TEST_P(ConformanceTest, WhatWasDoneWhenTheStoreWasLostIsNotKept) {
  ASSERT_THAT(PutIn(*store_, "t", "k", "1"), IsOk());
  EXPECT_THAT(store_->Transact([&](StateTransaction& transaction) -> absl::Status {
    EXPECT_THAT(transaction.Put("t", "k", "2"), IsOk());
    state_->Lose();
    // The error may show here; the work's saying OK in spite of it changes nothing.
    transaction.Put("t", "other", "2").IgnoreError();
    return absl::OkStatus();
  }),
              StatusIs(absl::StatusCode::kUnavailable));
  state_->GiveBack();
  EXPECT_THAT(PutIn(*store_, "t", "after", "3"), IsOk());
}

INSTANTIATE_TEST_SUITE_P(All, ConformanceTest,
                         ::testing::Values(Kind("Sqlite", MakeSqliteState),
                                           Kind("Postgres", MakePostgresState)),
                         [](const auto& info) { return std::string(info.param.first); });

}  // namespace
}  // namespace sudare::testing
