// DatabaseTest: a test suite with a PostgreSQL of its own, shared by its tests.
#ifndef SUDARE_TESTS_PROXY_BACKEND_DATABASE_TEST_H_
#define SUDARE_TESTS_PROXY_BACKEND_DATABASE_TEST_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/support/collecting_receiver.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {

class DatabaseTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = testing::PostgresServer::Start();
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = std::move(started)->release();
    // The proxy's login role, two roles to act as, and one that it may not act as.
    ASSERT_THAT(server_->Run("CREATE ROLE proxy LOGIN; CREATE ROLE reader; CREATE ROLE other;"
                             "CREATE ROLE stranger; GRANT reader, other TO proxy;"
                             "GRANT pg_read_all_data TO reader, other;"
                             "GRANT CREATE ON SCHEMA public TO reader"),
                testing::IsOk());
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  static testing::PostgresServer& server() { return *server_; }

  static std::unique_ptr<Backend> MakeBackend(int pool_size = 4) {
    BackendOptions options;
    options.connection = server_->ConnectionString("proxy");
    options.pool_size = pool_size;
    options.connect_timeout = absl::Seconds(20);
    return MakePostgresBackend(options);
  }

  static Statement Sql(std::string sql, std::vector<Value> parameters = {}) {
    Statement statement;
    statement.sql = std::move(sql);
    statement.parameters = std::move(parameters);
    return statement;
  }

  static ExecuteOptions Within(absl::Duration time) {
    ExecuteOptions options;
    options.deadline = absl::Now() + time;
    return options;
  }

  using Rows = std::vector<std::vector<Value>>;

  static absl::StatusOr<Rows> Fetch(BackendSession& session, const Statement& statement) {
    testing::CollectingReceiver receiver;
    const absl::Status status = session.Execute(statement, Within(absl::Seconds(60)), receiver);
    if (!status.ok()) return status;
    return receiver.rows;
  }
  static absl::StatusOr<Rows> Fetch(BackendSession& session, std::string sql) {
    return Fetch(session, Sql(std::move(sql)));
  }
  // The one value of a query's one row; an error's text otherwise.
  static std::string FetchText(BackendSession& session, std::string sql) {
    absl::StatusOr<Rows> rows = Fetch(session, std::move(sql));
    if (!rows.ok()) return rows.status().ToString();
    if (rows->size() != 1) return absl::StrCat(rows->size(), " rows");
    return (*rows)[0][0].value_or("NULL");
  }

  // How many sessions of the proxy's match `condition` on pg_stat_activity.
  static int CountSessions(absl::string_view condition) {
    auto rows = server_->Query(absl::StrCat(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'proxy' AND ", condition));
    return rows.ok() ? std::stoi(*(*rows)[0][0]) : -1;
  }
  static bool BecomesTrue(const std::function<bool()>& condition) {
    for (int i = 0; i < 500; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(20));
    }
    return false;
  }

 private:
  static testing::PostgresServer* server_;
};

inline testing::PostgresServer* DatabaseTest::server_ = nullptr;

}  // namespace sudare

#endif  // SUDARE_TESTS_PROXY_BACKEND_DATABASE_TEST_H_
