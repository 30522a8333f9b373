// The database is stopped, killed, restarted, or slow: queries end in words, and service resumes by
// itself.
#include <atomic>
#include <csignal>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;

constexpr char kCount[] = "SELECT count(*) FROM payroll.employees";

class DatabaseAwayTest : public ::testing::Test {
 protected:
  void Open(bool database_stopped = false) {
    OfficeOptions options;
    options.database_stopped = database_stopped;
    options.more_database = "connect_timeout { seconds: 2 }";
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  void ExpectUnavailable() {
    const Reply reply = office_->Ask("vendor", kCount);
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNAVAILABLE)
        << reply.status.error_message();
    EXPECT_NE(reply.detail.reason(), "");
    EXPECT_NE(reply.detail.message(), "");
    EXPECT_NE(reply.detail.advice(), "");
  }

  void ExpectService() {
    EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", kCount).status.ok(); }, absl::Seconds(10)))
        << office_->proxy().Log();
    // All sessions that were lost have been replaced: it stays so.
    for (int i = 0; i < 20; ++i) ASSERT_THAT(office_->Ask("vendor", kCount), IsAnswered());
    EXPECT_TRUE(office_->proxy().IsRunning());
  }

  std::unique_ptr<Office> office_;
};

TEST_F(DatabaseAwayTest, StoppedAndStartedAgain) {
  Open();
  ASSERT_THAT(office_->Ask("vendor", kCount), IsAnswered());
  ASSERT_THAT(office_->database().Stop(), IsOk());
  ExpectUnavailable();
  ExpectUnavailable();
  ASSERT_THAT(office_->database().Restart(), IsOk());
  ExpectService();
}

TEST_F(DatabaseAwayTest, RestartedBetweenTwoQueriesIsHardlyNoticed) {
  Open();
  ASSERT_THAT(office_->Ask("vendor", kCount), IsAnswered());
  ASSERT_THAT(office_->database().Restart(), IsOk());
  EXPECT_THAT(office_->Ask("vendor", kCount), IsAnswered());
}

TEST_F(DatabaseAwayTest, KilledUnderRunningQueries) {
  Open();
  for (const char* sql : {kLongWork, kEndlessRows}) {
    Reply reply;
    std::thread client(
        [&] { reply = RunQuery(office_->stub(), "vendor", sql, {}, /*keep_rows=*/false); });
    ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
    ASSERT_THAT(office_->database().Kill9(), IsOk());
    client.join();
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNAVAILABLE)
        << reply.status.error_message();
    EXPECT_NE(reply.detail.reason(), "");
    ASSERT_THAT(office_->database().Restart(), IsOk());
    ExpectService();
  }
}

TEST_F(DatabaseAwayTest, ASessionEndedByTheOperatorIsReplaced) {
  Open();
  Reply reply;
  std::thread client([&] { reply = office_->Ask("vendor", kLongWork); });
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  ASSERT_THAT(office_->database().Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                        "WHERE usename = 'sudare'"),
              IsOk());
  client.join();
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  ExpectService();
}

TEST_F(DatabaseAwayTest, RestartedAgainAndAgainUnderLoad) {
  Open();
  std::atomic<bool> stop{false};
  std::atomic<int> answers{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
      while (!stop) {
        const Reply reply = RunQuery(*stub, "vendor", kCount);
        EXPECT_THAT(reply.status.error_code(),
                    AnyOf(grpc::StatusCode::OK, grpc::StatusCode::UNAVAILABLE))
            << reply.status.error_message();
        if (reply.status.ok()) {
          EXPECT_EQ(reply.rows[0][0], "1000");
          ++answers;
        }
      }
    });
  }
  for (int round = 0; round < 4; ++round) {
    absl::SleepFor(absl::Milliseconds(300));
    if (round % 2 == 0) {
      ASSERT_THAT(office_->database().Kill9(), IsOk());
    } else {
      ASSERT_THAT(office_->database().Stop(), IsOk());
    }
    ASSERT_THAT(office_->database().Restart(), IsOk());
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  EXPECT_GT(answers, 0);
  ExpectService();
}

TEST_F(DatabaseAwayTest, ProxyStartedWhileTheDatabaseIsAway) {
  Open(/*database_stopped=*/true);
  ExpectUnavailable();
  ASSERT_THAT(office_->database().Restart(), IsOk());
  ExpectService();
}

TEST_F(DatabaseAwayTest, SessionsThatHangAreGivenUpAtTheDeadlineAndReplaced) {
  Open();
  ASSERT_THAT(office_->Ask("tight", "SELECT 1"), IsAnswered());
  ASSERT_OK_AND_ASSIGN(
      const auto sessions,
      office_->database().Query("SELECT pid FROM pg_stat_activity WHERE usename = 'sudare'"));
  ASSERT_FALSE(sessions.empty());
  for (const auto& row : sessions) ASSERT_EQ(kill(std::stoi(*row[0]), SIGSTOP), 0);
  const absl::Time start = absl::Now();
  const Reply reply = office_->Ask("tight", "SELECT 1");
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));
  ExpectService();
  for (const auto& row : sessions) kill(std::stoi(*row[0]), SIGCONT);
  ExpectService();
}

TEST_F(DatabaseAwayTest, AServerThatTakesNobodyInIsTimedOut) {
  Open(/*database_stopped=*/true);
  ASSERT_THAT(office_->database().Restart(), IsOk());
  ASSERT_EQ(kill(office_->database().pid(), SIGSTOP), 0);
  const absl::Time start = absl::Now();
  // Either the catalog could not be read, or the session can't be opened.
  ExpectUnavailable();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  ASSERT_EQ(kill(office_->database().pid(), SIGCONT), 0);
  ExpectService();
}

}  // namespace
}  // namespace sudare::testing
