// A standby can be read only: no place for a state.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/state/postgres_store.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::HasSubstr;

TEST(StandbyTest, AServerInRecoveryIsRefusedAtTheStartAndUnavailableLater) {
  PostgresServer::Options server_options;
  server_options.settings = {{"wal_level", "replica"}};
  ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start(server_options));
  PostgresStoreOptions options;
  options.connection = server->ConnectionString();
  options.timeout = absl::Seconds(30);
  options.connect_timeout = absl::Seconds(30);
  ASSERT_OK_AND_ASSIGN(auto store, OpenPostgresStore(options));
  const auto put = [&] {
    return store->Transact([](StateTransaction& t) { return t.Put("t", "k", "v"); });
  };
  ASSERT_THAT(put(), IsOk());
  // A server that finds standby.signal is one, also of nobody.
  ASSERT_THAT(server->Run("COPY (SELECT 1) TO PROGRAM 'touch standby.signal'"), IsOk());
  ASSERT_THAT(server->Restart(), IsOk());
  EXPECT_THAT(OpenPostgresStore(options),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is a standby")));
  EXPECT_THAT(put(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("standby")));
  ASSERT_THAT(server->Query("SELECT pg_promote()"), IsOk());
  EXPECT_THAT(put(), IsOk());
}

}  // namespace
}  // namespace sudare::testing
