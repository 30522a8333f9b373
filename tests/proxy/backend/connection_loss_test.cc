// The database goes away, and comes back.

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;

class ConnectionLossTest : public DatabaseTest {
 protected:
  // A lease on a connection that was used before.
  std::unique_ptr<BackendSession> ReusedLease(Backend& backend) {
    for (int i = 0; i < 2; ++i) {
      auto session = backend.Lease("reader", Within(absl::Seconds(20)));
      EXPECT_THAT(session, IsOk());
      if (!session.ok()) return nullptr;
      if (i == 1) return *std::move(session);
      EXPECT_EQ(FetchText(**session, "SELECT 1"), "1");
    }
    return nullptr;
  }
};

TEST_F(ConnectionLossTest, LeasesAgainAfterARestart) {
  auto backend = MakeBackend();
  {
    ASSERT_OK_AND_ASSIGN(auto first, backend->Lease("reader", {}));
    ASSERT_OK_AND_ASSIGN(auto second, backend->Lease("reader", {}));
    EXPECT_EQ(FetchText(*first, "SELECT 1"), "1");
    EXPECT_EQ(FetchText(*second, "SELECT 1"), "1");
  }
  ASSERT_THAT(server().Restart(), IsOk());
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");
  }
}

TEST_F(ConnectionLossTest, LeasesAgainAfterAPowerCut) {
  auto backend = MakeBackend();
  ReusedLease(*backend).reset();
  ASSERT_THAT(server().Kill9(), IsOk());
  EXPECT_THAT(backend->Lease("reader", {}).status(),
              StatusIs(absl::StatusCode::kUnavailable, "the database cannot be reached"));
  ASSERT_THAT(server().Restart(), IsOk());
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");
}

TEST_F(ConnectionLossTest, RunsTheFirstStatementOnAnotherConnectionIfItsOwnWasDead) {
  auto backend = MakeBackend();
  auto session = ReusedLease(*backend);
  ASSERT_THAT(server().Restart(), IsOk());
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");

  session.reset();
  session = ReusedLease(*backend);
  ASSERT_THAT(session->BeginSnapshot({}), IsOk());
  ASSERT_THAT(server().Restart(), IsOk());
  EXPECT_EQ(FetchText(*session, "SHOW transaction_isolation"), "repeatable read");
}

TEST_F(ConnectionLossTest, NeverRunsALaterStatementTwice) {
  auto backend = MakeBackend();
  auto session = ReusedLease(*backend);
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");
  ASSERT_THAT(server().Restart(), IsOk());
  EXPECT_THAT(Fetch(*session, "SELECT 1"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Fetch(*session, "SELECT 1"), StatusIs(absl::StatusCode::kUnavailable));
  session.reset();
  ASSERT_OK_AND_ASSIGN(session, backend->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");
}

TEST_F(ConnectionLossTest, DoesNotRunAgainWhatTheOperatorEnded) {
  auto backend = MakeBackend();
  auto session = ReusedLease(*backend);
  std::thread operator_at_work([] {
    EXPECT_TRUE(BecomesTrue([] { return CountSessions("query LIKE 'SELECT pg_sleep%'") == 1; }));
    absl::SleepFor(absl::Milliseconds(1200));
    EXPECT_THAT(server().Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                               "WHERE query LIKE 'SELECT pg_sleep%'"),
                IsOk());
  });
  EXPECT_THAT(Fetch(*session, "SELECT pg_sleep(60)"), StatusIs(absl::StatusCode::kUnavailable));
  operator_at_work.join();
  EXPECT_EQ(CountSessions("state = 'active'"), 0);
}

TEST_F(ConnectionLossTest, SaysSoWhenThePowerIsCutWhileRowsStream) {
  class CuttingThePower : public RowReceiver {
   public:
    absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
    absl::Status OnRow(absl::Span<const FieldView>) override {
      if (++rows == 1000) return server().Kill9();
      return absl::OkStatus();
    }
    int rows = 0;
  };
  auto backend = MakeBackend();
  auto session = ReusedLease(*backend);
  CuttingThePower receiver;
  EXPECT_THAT(session->Execute(Sql("SELECT generate_series(1, 100000000)"), {}, receiver),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("lost")));
  EXPECT_GE(receiver.rows, 1000);
  ASSERT_THAT(server().Restart(), IsOk());
}

TEST_F(ConnectionLossTest, GivesUpConnectingWhenTheDeadlinePasses) {
  BackendOptions options;
  // An address reserved for documentation: nobody answers.
  options.connection = "host=192.0.2.1 user=proxy dbname=postgres";
  auto backend = MakePostgresBackend(options);
  const absl::Time start = absl::Now();
  EXPECT_FALSE(backend->Lease("", Within(absl::Milliseconds(200))).ok());
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
}

}  // namespace
}  // namespace sudare
