#include "proxy/backend/connection_string.h"

#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConnectionString, TellsTheWayToTheDatabase) {
  const auto facts = ReadConnectionString(
      "host=db.city.example hostaddr=10.0.0.7 sslmode=verify-full passfile=/etc/sudare/pgpass");
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(facts->host, "10.0.0.7");
  EXPECT_EQ(facts->ssl_mode, "verify-full");
  EXPECT_EQ(facts->password_file, "/etc/sudare/pgpass");
  EXPECT_FALSE(facts->has_service);
  EXPECT_TRUE(ReadConnectionString("service=payroll")->has_service);
  EXPECT_EQ(ReadConnectionString("postgresql://db/payroll?sslmode=require")->ssl_mode, "require");
}

TEST(ConnectionString, TakesTheEnvironmentAndLibpqsDefaults) {
  unsetenv("PGSSLMODE");
  EXPECT_EQ(ReadConnectionString("host=db")->ssl_mode, "prefer");
  setenv("PGSSLMODE", "verify-ca", 1);
  EXPECT_EQ(ReadConnectionString("host=db")->ssl_mode, "verify-ca");
  unsetenv("PGSSLMODE");
  setenv("HOME", "/home/sudare", 1);
  EXPECT_EQ(ReadConnectionString("host=db")->password_file, "/home/sudare/.pgpass");
}

TEST(ConnectionString, RepeatsNothingOfAMalformedOne) {
  for (const char* text : {"host=db hunter2", "password='hunter2", "hunter2=1"}) {
    const auto facts = ReadConnectionString(text);
    ASSERT_THAT(facts, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_THAT(std::string(facts.status().message()), Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace sudare
