// `sudare policy grants`: what it prints is enough for every query and nothing can be taken away,
// and every difference from it is found, with the statement that ends it.
#include "proxy/review/grants.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/catalog/loader.h"
#include "proxy/review/grants_script.h"
#include "tests/support/golden.h"
#include "tests/support/pipeline_harness.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::review {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::PipelineHarness;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kDatabase[] = "city";
constexpr char kCommon[] = "tests/proxy/review/common.textproto";

// A row filter over a column that the role doesn't see, an expanded view, a view with columns, a
// partitioned table, a function of the admin.
constexpr char kPolicy[] = R"(
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "employee_no" }
  columns { name: "full_name" class: "person_name" }
  columns { name: "birth_date" class: "date" }
  columns { name: "postal_code" class: "code" }
  columns { name: "pay" class: "amount" }
  columns { name: "kind" class: "code" }
  columns { name: "is_special" class: "code" }
  columns { name: "personal_number" class: "personal_number" }
}
tables { name: "payroll.directory" }
tables {
  name: "payroll.totals"
  columns { name: "employee_no" class: "employee_no" }
  columns { name: "total" class: "amount" }
}
tables {
  name: "payroll.logs"
  columns { name: "log_no" class: "code" }
  columns { name: "at" class: "date" }
}
functions { name: "tools.shorten" comment: "reads no table" }
roles {
  name: "vendor" title: "保守業者" database_role: "vendor_role"
  rules { class: "personal_number" redact {} }
  rules { column: "payroll.employees.is_special" hide {} }
  rules { column: "payroll.employees.pay" redact { constant: "0" } }
  rules { class: "employee_no" tokenize { domain: "employee" } }
  rules { class: "person_name" presence {} }
  rules { class: "date" generalize { date_to: YEAR } }
  rules { class: "*" allow {} }
  row_filters { table: "payroll.employees" where: "NOT is_special" }
}
roles {
  name: "clerk" database_role: "Clerk's"
  rules { table: "payroll.logs" class: "code" allow {} }
}
accounts { name: "vendor" role: "vendor" kind: PROGRAM }
accounts { name: "clerk" role: "clerk" kind: PROGRAM }
)";

class GrantsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = PostgresServer::Start().value().release(); }
  static void TearDownTestSuite() { delete server_; }

  // Each test has a database and roles of its own.
  void SetUp() override {
    ASSERT_THAT(server_->Run("CREATE DATABASE city"), IsOk());
    ASSERT_THAT(server_->RunFile("tests/proxy/review/fixture.sql", kDatabase), IsOk());
    ASSERT_THAT(Run("REVOKE EXECUTE ON FUNCTION tools.shorten FROM PUBLIC"), IsOk());
    policy_ =
        LoadPolicyFromSources({{kCommon, testing::ReadTestFile(kCommon)}, {"p.textproto", kPolicy}})
            .policy;
    ASSERT_NE(policy_, nullptr);
    grant_options_ = {"sudare_proxy", "sudare_catalog"};
    BackendOptions options;
    options.connection = server_->ConnectionString("postgres", kDatabase);
    backend_ = MakePostgresBackend(options);
  }

  void TearDown() override {
    backend_.reset();
    ASSERT_THAT(server_->Run("DROP DATABASE city WITH (FORCE)"), IsOk());
    ASSERT_THAT(server_->Run("DROP ROLE IF EXISTS sudare_proxy, sudare_catalog, vendor_role, "
                             "\"Clerk's\", reader, second"),
                IsOk());
  }

  static absl::Status Run(const std::string& sql) { return server_->Run(sql, kDatabase); }

  std::string Script() {
    auto script = WriteGrants(*backend_, *policy_, grant_options_);
    EXPECT_THAT(script, IsOk());
    return script.ok() ? *script : "";
  }

  std::vector<Issue> Differences() {
    auto issues = CheckGrants(*backend_, *policy_, grant_options_);
    EXPECT_THAT(issues, IsOk());
    return issues.ok() ? *issues : std::vector<Issue>();
  }

  std::vector<std::string> Shown() {
    std::vector<std::string> shown;
    for (const Issue& issue : Differences()) {
      shown.push_back(absl::StrCat(issue.code, ": ", issue.message));
    }
    return shown;
  }

  // The pipeline, logged in as the proxy's role.
  std::unique_ptr<PipelineHarness> Pipeline() {
    PipelineHarness::Options options;
    options.connection = server_->ConnectionString("sudare_proxy", kDatabase);
    options.policy = policy_;
    options.catalog = LoadCatalog(*backend_, "", *policy_, ExecuteOptions()).value();
    options.keyring = Keyring::FromKey(1, std::string(32, 'k')).value();
    return std::make_unique<PipelineHarness>(std::move(options));
  }

  static PostgresServer* server_;
  std::shared_ptr<const Policy> policy_;
  std::unique_ptr<Backend> backend_;
  GrantOptions grant_options_;
};

PostgresServer* GrantsTest::server_ = nullptr;

TEST_F(GrantsTest, PrintsWhatTheRolesNeed) {
  testing::ExpectGoldenFile("tests/golden/review/grants.sql", Script());
}

TEST_F(GrantsTest, WhatItPrintsLeavesNoDifferenceAndCanRunAgain) {
  EXPECT_THAT(Differences(), ::testing::Not(IsEmpty()));
  ASSERT_THAT(Run(Script()), IsOk());
  EXPECT_THAT(Shown(), IsEmpty());
  ASSERT_THAT(Run(Script()), IsOk());
  EXPECT_THAT(Shown(), IsEmpty());
}

const std::vector<std::pair<std::string, std::string>>& Queries() {
  static const auto* queries = new std::vector<std::pair<std::string, std::string>>{
      {"vendor", "SELECT * FROM payroll.employees"},
      {"vendor",
       "SELECT count(*), count(pay) FROM payroll.employees WHERE personal_number IS NULL"},
      {"vendor", "SELECT employee_no, max(birth_date) FROM payroll.employees GROUP BY employee_no"},
      {"vendor", "SELECT employee_no || 'x' FROM payroll.employees ORDER BY 1"},
      {"vendor", "SELECT * FROM payroll.employees WHERE employee_no = 'emp_x'"},
      {"vendor", "SELECT employee_no, full_name, count(*) FROM payroll.directory GROUP BY 1, 2"},
      {"vendor",
       "SELECT t.* FROM payroll.totals AS t JOIN payroll.employees AS e USING (employee_no)"},
      {"vendor", "SELECT tools.shorten(postal_code) FROM payroll.employees"},
      {"vendor", "SELECT * FROM payroll.logs"},
      {"clerk", "SELECT count(*), max(log_no) FROM payroll.logs"}};
  return *queries;
}

TEST_F(GrantsTest, WhatItPrintsIsEnoughForEveryQuery) {
  ASSERT_THAT(Run(Script()), IsOk());
  const auto pipeline = Pipeline();
  for (const auto& [account, sql] : Queries()) {
    EXPECT_THAT(pipeline->Query(account, sql), IsOk()) << sql;
  }
}

TEST_F(GrantsTest, NothingOfItCanBeTakenAway) {
  ASSERT_THAT(Run(Script()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto catalog, LoadCatalog(*backend_, "", *policy_, ExecuteOptions()));
  const DatabaseFunction shorten = {"tools", "shorten", "value text"};
  ASSERT_OK_AND_ASSIGN(const auto all, FindNeededGrants(*policy_, *catalog, {shorten}, {}));
  std::vector<std::string> grants;
  for (const NeededGrants& needed : all) {
    const std::string& role = needed.database_role;
    for (const std::string& schema : needed.schemas) {
      if (role != "Clerk's" || schema != "tools") grants.push_back(GrantSchema(schema, role));
    }
    for (const NeededRelation& relation : needed.relations) {
      for (const std::string& column : relation.columns) {
        grants.push_back(GrantColumns(relation.schema, relation.name, {column}, role));
      }
    }
  }
  grants.push_back(GrantFunction(shorten, "vendor_role"));
  EXPECT_GT(grants.size(), 10u);
  for (const std::string& grant : grants) {
    const std::string revoke =
        absl::StrReplaceAll(grant, {{"GRANT ", "REVOKE "}, {" TO ", " FROM "}});
    ASSERT_THAT(Run(revoke), IsOk());
    const auto pipeline = Pipeline();
    int failed = 0;
    for (const auto& [account, sql] : Queries()) failed += !pipeline->Query(account, sql).ok();
    EXPECT_GT(failed, 0) << revoke << " makes no query fail";
    ASSERT_THAT(Run(grant), IsOk());
  }
}

TEST_F(GrantsTest, ARedactedColumnIsUnreadableToTheRole) {
  ASSERT_THAT(Run(Script()), IsOk());
  for (const char* column : {"personal_number", "pay"}) {
    const absl::Status read =
        Run(absl::StrCat("SET ROLE vendor_role; SELECT ", column, " FROM payroll.employees"));
    EXPECT_FALSE(read.ok());
    EXPECT_THAT(std::string(read.message()), HasSubstr("permission denied")) << column;
  }
}

struct Deviation {
  const char* sql;
  const char* shown;
};

// Each is found, and its advice puts it right.
TEST_F(GrantsTest, FindsEveryDifferenceAndSaysHowToEndIt) {
  ASSERT_THAT(Run(Script()), IsOk());
  const Deviation deviations[] = {
      {"REVOKE SELECT (full_name) ON payroll.employees FROM vendor_role",
       "missing-grant: `vendor_role` lacks SELECT on columns of `payroll.employees`: `full_name`"},
      {"REVOKE USAGE ON SCHEMA payroll FROM vendor_role",
       "missing-grant: `vendor_role` lacks USAGE on schema `payroll`"},
      {"REVOKE EXECUTE ON FUNCTION tools.shorten FROM vendor_role",
       "missing-grant: `vendor_role` lacks EXECUTE on function `tools.shorten`"},
      {"REVOKE vendor_role FROM sudare_proxy",
       "missing-grant: `sudare_proxy` may not become `vendor_role`"},
      {"ALTER ROLE vendor_role RESET default_transaction_read_only",
       "missing-grant: `vendor_role` is not read-only by default"},
      {"ALTER ROLE sudare_proxy NOLOGIN", "missing-grant: `sudare_proxy` may not log in"},
      {"GRANT SELECT ON payroll.employees TO vendor_role",
       "excess-grant: `vendor_role` holds SELECT on `payroll.employees`"},
      {"GRANT SELECT (personal_number, pay) ON payroll.employees TO vendor_role",
       "excess-grant: `vendor_role` holds SELECT on columns of `payroll.employees`: `pay`, "
       "`personal_number`"},
      {"GRANT SELECT (full_name) ON payroll.employees TO vendor_role WITH GRANT OPTION",
       "excess-grant: `vendor_role` holds SELECT on columns of `payroll.employees`: `full_name`, "
       "with grant option"},
      {"GRANT UPDATE (full_name) ON payroll.employees TO vendor_role",
       "excess-grant: `vendor_role` holds UPDATE on columns of `payroll.employees`: `full_name`"},
      {"GRANT INSERT ON payroll.unlisted TO \"Clerk's\"",
       "excess-grant: `Clerk's` holds INSERT on `payroll.unlisted`"},
      {"GRANT SELECT ON payroll.unlisted TO PUBLIC",
       "excess-grant: PUBLIC holds SELECT on `payroll.unlisted`"},
      {"GRANT CREATE ON SCHEMA payroll TO vendor_role",
       "excess-grant: `vendor_role` holds CREATE on schema `payroll`"},
      {"GRANT CREATE ON DATABASE city TO vendor_role",
       "excess-grant: `vendor_role` holds CREATE on database `city`"},
      {"GRANT SELECT ON payroll.employees TO sudare_catalog",
       "excess-grant: `sudare_catalog` holds SELECT on `payroll.employees`"},
      {"GRANT pg_read_all_data TO vendor_role",
       "excess-membership: `vendor_role` is a member of `pg_read_all_data`"},
      {"ALTER ROLE vendor_role SUPERUSER", "excess-attribute: `vendor_role` has SUPERUSER"},
      {"ALTER ROLE vendor_role BYPASSRLS", "excess-attribute: `vendor_role` has BYPASSRLS"},
      {"ALTER ROLE vendor_role LOGIN",
       "excess-attribute: `vendor_role` may log in itself, past the proxy"},
      {"ALTER ROLE sudare_proxy INHERIT",
       "excess-attribute: `sudare_proxy` inherits what the roles hold that it may become"},
  };
  for (const Deviation& deviation : deviations) {
    ASSERT_THAT(Run(deviation.sql), IsOk());
    const std::vector<Issue> found = Differences();
    EXPECT_THAT(Shown(), ElementsAre(deviation.shown)) << deviation.sql;
    if (found.size() != 1) continue;
    const std::string& advice = found[0].advice;
    ASSERT_THAT(Run(advice), IsOk());
    EXPECT_THAT(Shown(), IsEmpty()) << advice;
  }
}

TEST_F(GrantsTest, FindsWhatRolesOwnAndWillHold) {
  ASSERT_THAT(Run(Script()), IsOk());
  ASSERT_THAT(Run("ALTER TABLE payroll.unlisted OWNER TO vendor_role"), IsOk());
  EXPECT_THAT(Shown(), ElementsAre("excess-ownership: `vendor_role` owns table payroll.unlisted"));
  ASSERT_THAT(Run("ALTER TABLE payroll.unlisted OWNER TO postgres"), IsOk());
  ASSERT_THAT(Run("ALTER DEFAULT PRIVILEGES IN SCHEMA payroll "
                  "GRANT SELECT ON TABLES TO vendor_role"),
              IsOk());
  EXPECT_THAT(Shown(), ElementsAre("excess-default: `vendor_role` will hold SELECT on tables that "
                                   "postgres makes in schema payroll"));
}

TEST_F(GrantsTest, WarnsOfFunctionsThatRunWithTheirOwnersPrivileges) {
  ASSERT_THAT(Run(Script()), IsOk());
  ASSERT_THAT(Run("CREATE FUNCTION payroll.peek() RETURNS text LANGUAGE sql SECURITY "
                  "DEFINER AS 'SELECT 1::text'"),
              IsOk());
  EXPECT_THAT(Shown(), ::testing::Each(HasSubstr("may call `payroll.peek`")));
  EXPECT_FALSE(HasErrors(Differences()));
}

TEST_F(GrantsTest, FindsThatThereAreNoRoles) {
  EXPECT_THAT(Shown(), ElementsAre("missing-role: there is no database role `sudare_proxy`",
                                   "missing-role: there is no database role `sudare_catalog`",
                                   "missing-role: there is no database role `vendor_role`",
                                   "missing-role: there is no database role `Clerk's`"));
}

TEST_F(GrantsTest, RefusesARoleThatNamesNoDatabaseRole) {
  const LoadResult loaded = LoadPolicyFromSources(
      {{"p.textproto",
        "classes { name: 'a' } tables { name: 'payroll.logs' columns { name: "
        "'log_no' class: 'a' } } roles { name: 'r' rules { class: 'a' allow {} } }"}});
  ASSERT_NE(loaded.policy, nullptr);
  EXPECT_THAT(WriteGrants(*backend_, *loaded.policy, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sudare::review
