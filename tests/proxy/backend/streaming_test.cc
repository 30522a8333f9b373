// Long results: memory stays flat, and a slow receiver slows the database.

#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;

using StreamingTest = DatabaseTest;

long ResidentKilobytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "VmRSS:") {
      long kilobytes = 0;
      status >> kilobytes;
      return kilobytes;
    }
  }
  return -1;
}

class CountingReceiver : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    ++rows;
    bytes += row[0].size;
    if (rows % 100'000 == 0) most = std::max(most, ResidentKilobytes());
    return absl::OkStatus();
  }
  int64_t rows = 0;
  int64_t bytes = 0;
  long most = 0;
};

TEST_F(StreamingTest, HoldsMemoryFlatOverTenMillionRows) {
  auto backend = MakeBackend();
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  const long before = ResidentKilobytes();
  CountingReceiver receiver;
  ASSERT_THAT(session->Execute(Sql("SELECT g, 'a text of some length beside it' "
                                   "FROM generate_series(1, 10000000) g"),
                               {}, receiver),
              IsOk());
  EXPECT_EQ(receiver.rows, 10'000'000);
  EXPECT_EQ(receiver.bytes, 68'888'897);
  EXPECT_LT(receiver.most - before, 64 << 10);
}

TEST_F(StreamingTest, ReachesTheDatabaseWithItsBackpressure) {
  class Sleeping : public CountingReceiver {
   public:
    absl::Status OnRow(absl::Span<const FieldView> row) override {
      if (rows == 100) {
        blocked = BecomesTrue([] { return CountSessions("wait_event = 'ClientWrite'") == 1; });
        most_while_blocked = ResidentKilobytes();
      }
      return CountingReceiver::OnRow(row);
    }
    bool blocked = false;
    long most_while_blocked = 0;
  };
  auto backend = MakeBackend();
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  const long before = ResidentKilobytes();
  Sleeping receiver;
  ASSERT_THAT(session->Execute(Sql("SELECT g, repeat('x', 1000) FROM generate_series(1, 200000) g"),
                               {}, receiver),
              IsOk());
  EXPECT_TRUE(receiver.blocked);
  EXPECT_EQ(receiver.rows, 200'000);
  EXPECT_LT(receiver.most_while_blocked - before, 32 << 10);
}

TEST_F(StreamingTest, StreamsOnSeveralSessionsAtOnce) {
  auto backend = MakeBackend();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      auto session = backend->Lease("reader", {});
      ASSERT_THAT(session, IsOk());
      CountingReceiver receiver;
      EXPECT_THAT((*session)->Execute(Sql("SELECT generate_series(1, 300000)"), {}, receiver),
                  IsOk());
      EXPECT_EQ(receiver.rows, 300'000);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sudare
