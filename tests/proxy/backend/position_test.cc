// Where the database stands, told with a statement.

#include <cstdio>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::CollectingReceiver;
using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

uint64_t Number(const std::string& position) {
  unsigned high = 0;
  unsigned low = 0;
  EXPECT_EQ(std::sscanf(position.c_str(), "%X/%X", &high, &low), 2) << position;
  return uint64_t{high} << 32 | low;
}

class PositionTest : public DatabaseTest {
 protected:
  std::unique_ptr<BackendSession> Lease() {
    auto session = backend_->Lease("reader", Within(absl::Seconds(20)));
    EXPECT_THAT(session, IsOk());
    return *std::move(session);
  }
  // Runs it and tells where the database stood.
  DatabasePosition Ask(BackendSession& session, const std::string& sql) {
    CollectingReceiver receiver;
    DatabasePosition position;
    ExecuteOptions options = Within(absl::Seconds(20));
    options.on_position = [&position](DatabasePosition told) { position = std::move(told); };
    status_ = session.Execute(Sql(sql), options, receiver);
    rows_ = receiver.rows;
    return position;
  }

  std::unique_ptr<Backend> backend_ = MakeBackend();
  absl::Status status_;
  std::vector<std::vector<Value>> rows_;
};

TEST_F(PositionTest, ComesWithTheRowsOfTheStatement) {
  const auto session = Lease();
  ASSERT_THAT(server().Run("CREATE TABLE moved (a int)"), IsOk());
  const DatabasePosition first = Ask(*session, "SELECT 7");
  EXPECT_THAT(status_, IsOk());
  ASSERT_EQ(rows_.size(), 1u);
  EXPECT_EQ(rows_[0][0], "7");
  EXPECT_THAT(first.snapshot, MatchesRegex("[0-9]+:[0-9]+:[0-9,]*"));
  ASSERT_THAT(server().Run("INSERT INTO moved SELECT generate_series(1, 1000)"), IsOk());
  // Prepared by now.
  const DatabasePosition second = Ask(*session, "SELECT 7");
  EXPECT_GT(Number(second.wal), Number(first.wal));
  EXPECT_NE(second.snapshot, first.snapshot);
}

TEST_F(PositionTest, OfASnapshotIsThatOfItsFirstStatement) {
  const auto session = Lease();
  ASSERT_THAT(session->BeginSnapshot(Within(absl::Seconds(20))), IsOk());
  const DatabasePosition first = Ask(*session, "SELECT count(*) FROM pg_class");
  ASSERT_THAT(server().Run("CREATE TABLE later (a int)"), IsOk());
  const DatabasePosition second = Ask(*session, "SELECT count(*) FROM pg_class");
  EXPECT_EQ(second.snapshot, first.snapshot);
}

TEST_F(PositionTest, AStatementThatFailsStillTellsIt) {
  const auto session = Lease();
  EXPECT_THAT(Ask(*session, "SELECT 1 / 0").wal, Not(IsEmpty()));
  EXPECT_FALSE(status_.ok());
  EXPECT_THAT(Ask(*session, "SELECT nonsense").wal, Not(IsEmpty()));
  EXPECT_FALSE(status_.ok());
  EXPECT_THAT(Ask(*session, "SELECT 1").wal, Not(IsEmpty()));
  EXPECT_THAT(status_, IsOk());
}

TEST_F(PositionTest, StatementsRunForRolesThatMayNotAsk) {
  const auto before = Lease();
  EXPECT_THAT(Ask(*before, "SELECT 1").wal, Not(IsEmpty()));
  const auto in_snapshot = Lease();
  EXPECT_THAT(Ask(*in_snapshot, "SELECT 1").wal, Not(IsEmpty()));
  ASSERT_THAT(server().Run("REVOKE EXECUTE ON FUNCTION pg_current_wal_lsn() FROM PUBLIC"), IsOk());

  // A session that has asked already, and a new one.
  EXPECT_THAT(Ask(*before, "SELECT 2").wal, IsEmpty());
  EXPECT_THAT(status_, IsOk());
  EXPECT_EQ(rows_[0][0], "2");
  EXPECT_THAT(Ask(*before, "SELECT 3").wal, IsEmpty());
  EXPECT_THAT(status_, IsOk());
  ASSERT_THAT(in_snapshot->BeginSnapshot(Within(absl::Seconds(20))), IsOk());
  EXPECT_THAT(Ask(*in_snapshot, "SELECT 4").wal, IsEmpty());
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kUnavailable));
  backend_ = MakeBackend();
  const auto after = Lease();
  EXPECT_THAT(Ask(*after, "SELECT 5").wal, IsEmpty());
  EXPECT_THAT(status_, IsOk());
  EXPECT_EQ(rows_[0][0], "5");
  ASSERT_THAT(server().Run("GRANT EXECUTE ON FUNCTION pg_current_wal_lsn() TO PUBLIC"), IsOk());
}

TEST_F(PositionTest, AnInterruptedStatementLeavesTheSessionUsable) {
  const auto session = Lease();
  CollectingReceiver receiver;
  ExecuteOptions options = Within(absl::Milliseconds(300));
  options.on_position = [](DatabasePosition) {};
  EXPECT_THAT(session->Execute(Sql("SELECT pg_sleep(20)"), options, receiver),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(Ask(*session, "SELECT 1").wal, Not(IsEmpty()));
  EXPECT_THAT(status_, IsOk());
}

}  // namespace
}  // namespace sudare
