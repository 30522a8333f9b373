// Sessions are pinned, and clean between leases.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/postgres_connection.h"
#include "proxy/backend/session_settings.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

using SessionPinningTest = DatabaseTest;

TEST_F(SessionPinningTest, OutranksSettingsOfRolesAndDatabases) {
  ASSERT_THAT(server().Run("CREATE ROLE odd LOGIN; GRANT reader TO odd;"
                           "ALTER ROLE odd SET search_path = public;"
                           "ALTER ROLE odd SET default_transaction_read_only = off;"
                           "ALTER ROLE odd SET DateStyle = 'German';"
                           "ALTER ROLE odd SET role = 'reader';"
                           "ALTER ROLE odd SET standard_conforming_strings = off;"
                           "ALTER DATABASE postgres SET TimeZone = 'Asia/Tokyo';"
                           "ALTER DATABASE postgres SET bytea_output = 'escape'"),
              IsOk());
  BackendOptions options;
  options.connection = server().ConnectionString("odd") + " options='-c statement_timeout=1'";
  auto backend = MakePostgresBackend(options);
  for (const char* role : {"", "reader"}) {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease(role, {}));
    for (const SessionSetting& setting : PinnedSettings(role, "UTC")) {
      EXPECT_EQ(FetchText(*session, "SHOW " + setting.name), setting.value) << setting.name;
    }
    EXPECT_EQ(FetchText(*session, "SHOW transaction_read_only"), "on");
    EXPECT_EQ(FetchText(*session, "SELECT current_user"), *role == '\0' ? "odd" : "reader");
  }
}

TEST_F(SessionPinningTest, IsCleanAgainInTheNextLease) {
  auto backend = MakeBackend(/*pool_size=*/1);
  std::string pid;
  {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    pid = FetchText(*session, "SELECT pg_backend_pid()");
    // What the proxy would refuse long before.
    for (const char* change : {"SELECT set_config('search_path', 'public', false)",
                               "SELECT set_config('lc_numeric', 'C.UTF-8', false)",
                               "SELECT set_config('statement_timeout', '1h', false)",
                               "SELECT set_config('sudare.left_behind', 'x', false)",
                               "SELECT set_config('row_security', 'off', false)"}) {
      EXPECT_THAT(Fetch(*session, change), IsOk());
    }
    Statement forbidding = Sql("SHOW enable_indexonlyscan");
    forbidding.forbid_index_only_scans = true;
    EXPECT_THAT(Fetch(*session, forbidding), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session, "SELECT pg_backend_pid()"), pid);
  for (const SessionSetting& setting : PinnedSettings("reader", "UTC")) {
    EXPECT_EQ(FetchText(*session, "SHOW " + setting.name), setting.value) << setting.name;
  }
  EXPECT_EQ(FetchText(*session, "SELECT current_setting('sudare.left_behind', true)"), "");
}

TEST_F(SessionPinningTest, IsResetOnlyAfterStatementsThatMayHaveChangedIt) {
  auto backend = MakeBackend(/*pool_size=*/1);
  const auto text_of = [&](std::string sql, bool leaves_clean) {
    auto session = backend->Lease("reader", {}).value();
    Statement statement = Sql(std::move(sql));
    statement.leaves_session_clean = leaves_clean;
    const absl::StatusOr<Rows> rows = Fetch(*session, statement);
    EXPECT_THAT(rows, IsOk());
    return rows->front().front().value();
  };
  // The first statement lies: that its setting lasts shows that no reset was sent.
  EXPECT_EQ(text_of("SELECT set_config('lc_numeric', 'C.UTF-8', false)", true), "C.UTF-8");
  EXPECT_EQ(text_of("SHOW lc_numeric", true), "C.UTF-8");
  EXPECT_EQ(text_of("SELECT 1", false), "1");
  EXPECT_EQ(text_of("SHOW lc_numeric", true), "C");
}

TEST_F(SessionPinningTest, GoesBackToItsRole) {
  auto backend = MakeBackend(/*pool_size=*/1);
  {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    EXPECT_EQ(FetchText(*session, "SELECT set_config('role', 'other', false)"), "other");
    EXPECT_EQ(FetchText(*session, "SELECT current_user"), "other");
  }
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session, "SELECT current_user"), "reader");
}

TEST_F(SessionPinningTest, ClosesASessionWhoseReportedSettingsWereChanged) {
  auto backend = MakeBackend(/*pool_size=*/1);
  std::string pid;
  {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    pid = FetchText(*session, "SELECT pg_backend_pid()");
    EXPECT_THAT(Fetch(*session, "SELECT set_config('standard_conforming_strings', 'off', false)"),
                IsOk());
  }
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_NE(FetchText(*session, "SELECT pg_backend_pid()"), pid);
}

TEST_F(SessionPinningTest, ClosesASessionThatIsLeftInATransaction) {
  auto backend = MakeBackend(/*pool_size=*/1);
  std::string pid;
  {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    pid = FetchText(*session, "SELECT pg_backend_pid()");
    EXPECT_THAT(Fetch(*session, "BEGIN"), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_NE(FetchText(*session, "SELECT pg_backend_pid()"), pid);
}

TEST_F(SessionPinningTest, KeepsPreparedStatementsOverLeases) {
  auto backend = MakeBackend(/*pool_size=*/1);
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
    ASSERT_EQ(FetchText(*session, "SELECT 'kept'"), "kept");
  }
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session,
                      "SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements "
                      "WHERE statement = 'SELECT ''kept'''"),
            "3");
}

TEST_F(SessionPinningTest, SaysWhichRoleCannotBeUsedAndWhy) {
  auto backend = MakeBackend();
  const absl::Status stranger = backend->Lease("stranger", {}).status();
  EXPECT_THAT(stranger,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("may not act as")));
  EXPECT_THAT(DetailOf(stranger).advice(), HasSubstr("GRANT stranger TO"));
  EXPECT_THAT(
      backend->Lease("never_made", {}).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("`never_made` does not exist")));
  EXPECT_THAT(backend->Lease("reader", {}), IsOk());
}

TEST_F(SessionPinningTest, ActsAsRolesWithAnyName) {
  ASSERT_THAT(server().Run("CREATE ROLE \"役割 'a\\b\"; GRANT \"役割 'a\\b\" TO proxy"), IsOk());
  auto backend = MakeBackend();
  ASSERT_OK_AND_ASSIGN(auto session, backend->Lease("役割 'a\\b", {}));
  EXPECT_EQ(FetchText(*session, "SELECT current_user"), "役割 'a\\b");
}

TEST_F(SessionPinningTest, RefusesASessionWhoseSettingIsNotInForce) {
  LinkOptions options;
  options.connection = server().ConnectionString("proxy");
  options.settings = {{"search_path", "pg_catalog"}, {"statement_timeout", "60000"}};
  EXPECT_THAT(PostgresConnection::Open(options, {}).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("`statement_timeout`")));
}

TEST_F(SessionPinningTest, TellsTheOperatorAloneWhyNoConnectionCameAbout) {
  BackendOptions options;
  options.connection = server().ConnectionString("no_such_login");
  const absl::Status status = MakePostgresBackend(options)->Lease("", {}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, "the database cannot be reached"));
  EXPECT_THAT(DetailOf(status).advice(), Not(HasSubstr("no_such_login")));
  EXPECT_THAT(OperatorNoteOf(status), HasSubstr("no_such_login"));
}

}  // namespace
}  // namespace sudare
