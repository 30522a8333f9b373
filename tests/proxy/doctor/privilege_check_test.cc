// Roles of a real PostgreSQL.
#include "proxy/doctor/privilege_check.h"

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/doctor/server_facts.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/house.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Not;

class PrivilegeCheckTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    ASSERT_THAT(server_->Run(kSchema), IsOk());
  }
  static void TearDownTestSuite() { delete server_; }

  void SetUp() override {
    BackendOptions options;
    options.connection = server_->ConnectionString("proxy_role");
    backend_ = MakePostgresBackend(options);
  }

  Findings Check(const std::string& policy = kPolicy) {
    const LoadResult loaded = LoadPolicyFromSources({{"p", policy}});
    EXPECT_NE(loaded.policy, nullptr);
    Findings findings;
    CheckPrivileges(*backend_, *loaded.policy, "proxy_role", "", &findings);
    return findings;
  }

  // While `change` is in force.
  Findings Under(const std::string& change, const std::string& undo) {
    EXPECT_THAT(server_->Run(change), IsOk());
    Findings findings = Check();
    EXPECT_THAT(server_->Run(undo), IsOk());
    return findings;
  }

  static PostgresServer* server_;
  std::unique_ptr<Backend> backend_;
};

PostgresServer* PrivilegeCheckTest::server_ = nullptr;

TEST_F(PrivilegeCheckTest, JustWhatIsNeededIsGood) {
  EXPECT_THAT(Codes(Check()), ElementsAre("privileges-ok"));
}

TEST_F(PrivilegeCheckTest, WhatIsMissingOrTooMuchIsToldWithItsStatement) {
  EXPECT_THAT(Under("GRANT SELECT (personal_number) ON payroll.employees TO vendor_role",
                    "REVOKE SELECT (personal_number) ON payroll.employees FROM vendor_role"),
              AllOf(Tells("excess-grant", "REVOKE SELECT (personal_number)"),
                    DoesNotTell("privileges-ok")));
  EXPECT_THAT(Under("REVOKE SELECT (employee_no) ON payroll.employees FROM vendor_role",
                    "GRANT SELECT (employee_no) ON payroll.employees TO vendor_role"),
              Tells("missing-grant", "GRANT SELECT (employee_no)"));
  EXPECT_THAT(Under("ALTER ROLE vendor_role BYPASSRLS", "ALTER ROLE vendor_role NOBYPASSRLS"),
              Tells("excess-attribute", "BYPASSRLS"));
  EXPECT_THAT(Under("ALTER TABLE payroll.employees OWNER TO vendor_role",
                    "ALTER TABLE payroll.employees OWNER TO postgres;"
                    "GRANT SELECT (employee_no) ON payroll.employees TO vendor_role"),
              Tells("excess-ownership", "employees"));
  EXPECT_THAT(
      Under("ALTER DEFAULT PRIVILEGES IN SCHEMA payroll GRANT SELECT ON TABLES TO vendor_role",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA payroll REVOKE SELECT ON TABLES FROM vendor_role"),
      Tells("excess-default", "tables"));
  EXPECT_THAT(Under("CREATE FUNCTION payroll.f() RETURNS int LANGUAGE sql SECURITY DEFINER "
                    "AS 'SELECT 1'",
                    "DROP FUNCTION payroll.f()"),
              Tells("definer-function", "payroll.f"));
}

TEST_F(PrivilegeCheckTest, ARoleThatIsNotThereIsTold) {
  Findings findings;
  const LoadResult loaded = LoadPolicyFromSources({{"p", kPolicy}});
  BackendOptions superuser;
  superuser.connection = server_->ConnectionString();
  CheckPrivileges(*MakePostgresBackend(superuser), *loaded.policy, "postgres", "no_such_role",
                  &findings);
  EXPECT_THAT(findings, Tells("missing-role", "no_such_role"));
}

TEST_F(PrivilegeCheckTest, PowersOverEveryGrantAreToldByHoweverManySteps) {
  EXPECT_THAT(Under("CREATE ROLE between; GRANT pg_read_all_data TO between;"
                    "GRANT between TO vendor_role",
                    "DROP ROLE between"),
              AllOf(Tells("powerful-role", "pg_read_all_data"),
                    Tells("powerful-role", "vendor_role"), Tells("excess-membership", "between")));
  EXPECT_THAT(Under("GRANT pg_execute_server_program TO proxy_role",
                    "REVOKE pg_execute_server_program FROM proxy_role"),
              Tells("powerful-role", "pg_execute_server_program"));
}

TEST_F(PrivilegeCheckTest, WithoutDatabaseRolesTheLoginRoleIsLookedAt) {
  std::string policy = kPolicy;
  policy.replace(policy.find("database_role: \"vendor_role\""), 28, "");
  const Findings findings = Check(policy);
  EXPECT_THAT(Codes(findings), ElementsAre("shared-login"));
  EXPECT_THAT(findings, Tells("shared-login", "vendor"));
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role SUPERUSER"), IsOk());
  EXPECT_THAT(Check(policy), Tells("powerful-role", "SUPERUSER"));
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role NOSUPERUSER"), IsOk());
}

TEST_F(PrivilegeCheckTest, WithoutDatabaseNothingIsSaidToBeGood) {
  BackendOptions nowhere;
  nowhere.connection = "host=/nowhere user=nobody";
  const LoadResult loaded = LoadPolicyFromSources({{"p", kPolicy}});
  const auto backend = MakePostgresBackend(nowhere);
  Findings findings;
  CheckPrivileges(*backend, *loaded.policy, "proxy_role", "", &findings);
  CheckSchema(*backend, *loaded.policy, "policy", &findings);
  EXPECT_THAT(findings, AllOf(Tells("privileges-not-checked", "cannot be reached"),
                              Tells("schema-not-checked", "cannot be reached"),
                              DoesNotTell("privileges-ok"), DoesNotTell("schema-ok")));
}

TEST_F(PrivilegeCheckTest, ThePolicyIsHeldAgainstTheSchema) {
  const auto schema = [&](const std::string& policy) {
    Findings findings;
    CheckSchema(*backend_, *LoadPolicyFromSources({{"p", policy}}).policy, "policy", &findings);
    return findings;
  };
  EXPECT_THAT(Codes(schema(kPolicy)), ElementsAre("schema-ok"));
  std::string gone = kPolicy;
  gone.replace(gone.find("\"employee_no\""), 13, "\"employe_no\"");
  EXPECT_THAT(schema(gone),
              AllOf(Tells("schema-errors", "1 errors"), Tells("schema-warnings", "policy check"),
                    DoesNotTell("schema-ok")));
}

TEST_F(PrivilegeCheckTest, TheServerIsReadAsTheProxysRole) {
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role SET log_statement = 'all';"
                           "ALTER ROLE proxy_role CONNECTION LIMIT 7"),
              IsOk());
  const auto session = backend_->Lease("", ExecuteOptions());
  ASSERT_THAT(session, IsOk());
  const auto facts = ReadServerFacts(**session);
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(facts->version_number / 10000, 15);
  EXPECT_EQ(facts->login_role, "proxy_role");
  EXPECT_EQ(facts->encoding, "UTF8");
  EXPECT_EQ(facts->address, "");
  EXPECT_TRUE(facts->is_local);
  EXPECT_FALSE(facts->is_encrypted);
  EXPECT_FALSE(facts->is_standby);
  EXPECT_EQ(facts->role_connections, 7);
  EXPECT_EQ(facts->Setting("log_statement"), "all");
  EXPECT_EQ(facts->Number("max_connections", 0), 100);
  EXPECT_LT(absl::AbsDuration(facts->clock_ahead), absl::Seconds(1));
  // Not for everybody.
  EXPECT_THAT(ReadHbaRules(**session), Not(IsOk()));
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role RESET log_statement;"
                           "ALTER ROLE proxy_role CONNECTION LIMIT -1"),
              IsOk());
}

}  // namespace
}  // namespace sudare::doctor
