#include <atomic>
#include <mutex>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;

using ConnectionPoolTest = DatabaseTest;

TEST_F(ConnectionPoolTest, RunsOutWithoutHarm) {
  auto backend = MakeBackend(/*pool_size=*/2);
  ASSERT_OK_AND_ASSIGN(auto first, backend->Lease("reader", {}));
  ASSERT_OK_AND_ASSIGN(auto second, backend->Lease("reader", {}));
  EXPECT_THAT(backend->Lease("reader", Within(absl::Milliseconds(100))).status(),
              StatusIs(absl::StatusCode::kResourceExhausted));
  ExecuteOptions cancelling;
  int polls = 0;
  cancelling.cancelled = [&polls] { return ++polls > 3; };
  EXPECT_THAT(backend->Lease("reader", cancelling).status(),
              StatusIs(absl::StatusCode::kCancelled));
  // Another role has sessions of its own.
  EXPECT_THAT(backend->Lease("other", Within(absl::Seconds(20))), IsOk());
  first.reset();
  EXPECT_THAT(backend->Lease("reader", Within(absl::Seconds(20))), IsOk());
}

TEST_F(ConnectionPoolTest, NeverOpensMoreThanItMay) {
  // Those of other tests end in their own time.
  ASSERT_TRUE(BecomesTrue([] { return CountSessions("true") == 0; }));
  auto backend = MakeBackend(/*pool_size=*/3);
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        auto session = backend->Lease("reader", Within(absl::Seconds(60)));
        if (!session.ok() || FetchText(**session, "SELECT pg_sleep(0.002), 1") != "") ++failures;
      }
    });
  }
  int most = 0;
  for (int i = 0; i < 5; ++i) most = std::max(most, CountSessions("true"));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(CountSessions("true"), 3);
  EXPECT_LE(most, 3);
}

TEST_F(ConnectionPoolTest, ServesThoseFirstWhoWaitedLongest) {
  auto backend = MakeBackend(/*pool_size=*/1);
  ASSERT_OK_AND_ASSIGN(auto held, backend->Lease("reader", {}));
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  for (int t = 0; t < 5; ++t) {
    threads.emplace_back([&, t] {
      auto session = backend->Lease("reader", Within(absl::Seconds(60)));
      std::lock_guard<std::mutex> lock(mutex);
      order.push_back(session.ok() ? t : -1);
    });
    absl::SleepFor(absl::Milliseconds(50));
  }
  held.reset();
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(order, ::testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(ConnectionPoolTest, ReusesItsSessions) {
  auto backend = MakeBackend();
  std::string pid;
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    const std::string this_pid = FetchText(*session, "SELECT pg_backend_pid()");
    if (i > 0) {
      EXPECT_EQ(this_pid, pid);
    }
    pid = this_pid;
  }
}

TEST_F(ConnectionPoolTest, OutlivesItsBackendWhileLeased) {
  auto backend = MakeBackend();
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  backend.reset();
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");
}

}  // namespace
}  // namespace sudare
