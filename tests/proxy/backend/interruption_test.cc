// Deadlines and cancellation reach the database.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::CollectingReceiver;
using ::sudare::testing::StatusIs;

class InterruptionTest : public DatabaseTest {
 protected:
  void SetUp() override {
    backend_ = MakeBackend(/*pool_size=*/1);
    ASSERT_OK_AND_ASSIGN(session_, backend_->Lease("reader", {}));
    pid_ = FetchText(*session_, "SELECT pg_backend_pid()");
  }

  // Nothing runs any more, and the session is still good.
  void ExpectCancelledInTheDatabase() {
    EXPECT_EQ(CountSessions("state <> 'idle'"), 0);
    EXPECT_EQ(FetchText(*session_, "SELECT pg_backend_pid()"), pid_);
  }

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<BackendSession> session_;
  std::string pid_;
};

// Takes its time for each row.
class SlowReceiver : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView>) override {
    ++rows;
    absl::SleepFor(absl::Milliseconds(30));
    return absl::OkStatus();
  }
  int rows = 0;
};

TEST_F(InterruptionTest, CancelsAtTheDeadline) {
  CollectingReceiver receiver;
  const absl::Time start = absl::Now();
  EXPECT_THAT(
      session_->Execute(Sql("SELECT pg_sleep(60)"), Within(absl::Milliseconds(200)), receiver),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  ExpectCancelledInTheDatabase();
}

TEST_F(InterruptionTest, CancelsWhenTheClientIsGone) {
  const absl::Time gone = absl::Now() + absl::Milliseconds(200);
  ExecuteOptions options;
  options.cancelled = [gone] { return absl::Now() > gone; };
  CollectingReceiver receiver;
  EXPECT_THAT(session_->Execute(Sql("SELECT pg_sleep(60)"), options, receiver),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_LT(absl::Now() - gone, absl::Seconds(1));
  ExpectCancelledInTheDatabase();
}

TEST_F(InterruptionTest, CancelsBetweenTheRowsOfASlowReceiver) {
  int polls = 0;
  ExecuteOptions options;
  options.cancelled = [&polls] { return ++polls > 5; };
  SlowReceiver receiver;
  EXPECT_THAT(session_->Execute(Sql("SELECT generate_series(1, 1000000)"), options, receiver),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_LT(receiver.rows, 10);
  ExpectCancelledInTheDatabase();
}

TEST_F(InterruptionTest, CancelsInsideASnapshot) {
  ASSERT_THAT(session_->BeginSnapshot({}), ::sudare::testing::IsOk());
  CollectingReceiver receiver;
  EXPECT_THAT(
      session_->Execute(Sql("SELECT pg_sleep(60)"), Within(absl::Milliseconds(100)), receiver),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  session_.reset();
  ASSERT_OK_AND_ASSIGN(session_, backend_->Lease("reader", {}));
  ExpectCancelledInTheDatabase();
}

TEST_F(InterruptionTest, RunsNothingAfterTheDeadline) {
  CollectingReceiver receiver;
  EXPECT_THAT(session_->Execute(Sql("SELECT 1"), Within(absl::ZeroDuration()), receiver),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(receiver.on_fields_calls, 0);
  ExpectCancelledInTheDatabase();
}

TEST_F(InterruptionTest, PollsAtLeastEvery20MillisecondsWhileWaiting) {
  int polls = 0;
  ExecuteOptions options;
  options.cancelled = [&polls] { return ++polls < 0; };
  CollectingReceiver receiver;
  EXPECT_THAT(session_->Execute(Sql("SELECT pg_sleep(1)"), options, receiver),
              ::sudare::testing::IsOk());
  // Generous to a busy machine.
  EXPECT_GE(polls, 25);
}

TEST_F(InterruptionTest, NextStatementNeverFeelsAnEarlierCancellation) {
  for (int i = 0; i < 50; ++i) {
    CollectingReceiver receiver;
    EXPECT_FALSE(
        session_->Execute(Sql("SELECT pg_sleep(60)"), Within(absl::Milliseconds(1)), receiver)
            .ok());
    ASSERT_EQ(FetchText(*session_, "SELECT pg_backend_pid()"), pid_);
  }
}

}  // namespace
}  // namespace sudare
