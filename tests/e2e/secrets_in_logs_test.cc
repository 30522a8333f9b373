// What a client writes as a value reaches neither the audit log nor the process's log, however it
// is written.
#include <csignal>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Look like data that must not be kept. Plain short names are kept, as they say what was asked: a
// secret name is one that could be a person's.
constexpr char kDigits[] = "738291650473";
constexpr char kWord[] = "himitsunamae";
constexpr char kName[] = "簾田秘密子";

// {d}, {w} and {n} are replaced by the secrets.
constexpr const char* kStatements[] = {
    // Answered.
    "SELECT employee_no FROM payroll.employees WHERE full_name = '{w}'",
    "SELECT employee_no FROM payroll.employees WHERE employee_no = '{d}' OR gross = {d}",
    "SELECT '{w}' || '{d}', {d}, -{d}, {d}.5, 1e1{d}",
    "SELECT E'{w}\\n', U&'{w}', $${w}$$, $q${d}$q$, B'101', '{w}'::text",
    "SELECT 1 /* {w} {d} */ -- {w}",
    "SELECT 1 AS \"{n}\", 2 AS {n}2",
    "SELECT {n}.gross FROM payroll.employees {n} LIMIT 1",
    "WITH {n} AS (SELECT 1 AS c{d}) SELECT c{d} FROM {n}",
    "SELECT gross FROM payroll.employees LIMIT {d} OFFSET 1",
    "SELECT CASE WHEN employee_no = '{d}' THEN '{w}' END FROM payroll.employees",
    "SELECT employee_no FROM payroll.employees WHERE full_name LIKE '%{w}%'",
    "SELECT employee_no FROM payroll.employees WHERE full_name ~ '{w}'",
    "SELECT employee_no FROM payroll.employees WHERE employee_no IN ('{w}', '{d}')",
    "SELECT gross FROM payroll.employees ORDER BY employee_no = '{w}' LIMIT 1",
    "VALUES ('{w}', {d})",
    "SELECT ARRAY['{w}'], ROW('{d}'), '{\"k\":\"{w}\"}'::jsonb -> '{w}'",
    "SELECT date '2000-01-01' + interval '{d} microseconds'",
    // Errors of the database, some of which quote the value.
    "SELECT '{w}'::int",
    "SELECT ('{w}' || employee_no)::int FROM payroll.employees",
    "SELECT date '{w}'",
    "SELECT '{w}'::jsonb",
    "SELECT 1 / (length('{w}') - length('{w}'))",
    "SELECT '{d}{d}{d}'::int8",
    "SELECT to_date('{w}', 'YYYY')",
    "SELECT 'x' ~ '({w}'",
    "SELECT '{w}' + 1",
    "SELECT round('{w}', '{w}')",
    "SELECT gross + '{w}' FROM payroll.employees",
    // Refusals.
    "SELECT {n} FROM payroll.employees",
    "SELECT \"{n}\" FROM payroll.employees",
    "SELECT * FROM {n}.{n}",
    "SELECT {n}('{w}')",
    "SELECT '{w}'::{n}",
    "SELECT 1::numeric({d}), '{w}'::varchar(5)",
    "SELECT '{w}'::\"{n}\"[{d}]",
    "SELECT 1 OPERATOR({n}.+) 1",
    "SELECT 1 COLLATE \"{n}\"",
    "SELECT full_name FROM payroll.employees WHERE {n}.x = '{w}'",
    "SELECT query_to_xml('{w}', true, true, '{w}')",
    "UPDATE payroll.employees SET full_name = '{w}' WHERE employee_no = '{d}'",
    "INSERT INTO payroll.employees VALUES ('{w}')",
    "COPY payroll.employees TO '/tmp/{w}'",
    "SET search_path = '{w}'",
    "CREATE ROLE {n} PASSWORD '{w}'",
    "ALTER ROLE {n} PASSWORD '{w}'",
    "PREPARE {n} AS SELECT '{w}'",
    "EXECUTE {n}('{w}')",
    "DO $${w}$$",
    "NOTIFY {n}, '{w}'",
    "LISTEN {n}",
    "EXPLAIN SELECT '{w}'",
    "CREATE VIEW {n} AS SELECT '{w}'",
    "SELECT '{w}' INTO {n}",
    // No SQL.
    "{n}",
    "{n} {d}",
    "SELECT '{w}",
    "SELECT \"{n}",
    "SELECT $${w}",
    "SELECT /* {w}",
    "SELECT '{w}' FROM WHERE '{d}'",
    "SELECT '{w}'; SELECT '{d}'",
    "SELECT 1 {n} {n} '{d}'",
    "SELECT {d}{n}",
};

class SecretsInLogsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(office_, Office::Open()); }

  void ExpectNoSecret(const std::string& sql) {
    const std::string audit = absl::AsciiStrToLower(office_->AuditBytes());
    const std::string log = absl::AsciiStrToLower(office_->proxy().Log());
    for (const char* secret : {kDigits, kWord, kName}) {
      EXPECT_FALSE(absl::StrContains(audit, secret)) << "in the audit log: " << sql;
      EXPECT_FALSE(absl::StrContains(log, secret)) << "in the log: " << sql;
    }
  }

  std::unique_ptr<Office> office_;
};

TEST_F(SecretsInLogsTest, StatementsOfEveryKind) {
  for (const char* statement : kStatements) {
    const std::string sql =
        absl::StrReplaceAll(statement, {{"{d}", kDigits}, {"{w}", kWord}, {"{n}", kName}});
    office_->Ask("vendor", sql);
    ExpectNoSecret(sql);
    if (HasFailure()) return;
    grpc::ClientContext context;
    ProxyProcess::LogIn(context, "vendor");
    sudare::v1::ExplainRequest request;
    request.set_sql(sql);
    sudare::v1::ExplainResponse response;
    office_->stub().Explain(&context, request, &response);
    ExpectNoSecret(sql);
    // What is shown of the rewritten statement holds no literal either.
    EXPECT_FALSE(absl::StrContains(response.rewritten_sql(), absl::StrCat("'", kWord))) << sql;
  }
  // Also not when the process ends and says goodbye.
  EXPECT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  ExpectNoSecret("the end");
}

TEST_F(SecretsInLogsTest, Parameters) {
  for (const char* sql :
       {"SELECT gross FROM payroll.employees WHERE full_name = $1 OR employee_no = $2",
        "SELECT $1::text, $2::text", "SELECT $1::int, $2::int", "SELECT $1::date, $2::jsonb",
        "SELECT upper($1), length($2) FROM payroll.employees WHERE full_name LIKE $1",
        "SELECT 'x' ~ ('(' || $1), $2::text", "SELECT $3::text", "SELECT nothing FROM nowhere"}) {
    office_->Ask("vendor", sql, {kWord, kDigits});
    ExpectNoSecret(sql);
  }
}

TEST_F(SecretsInLogsTest, ListTablesOfASecretName) {
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::ListTablesRequest request;
  request.set_table(kName);
  sudare::v1::ListTablesResponse response;
  office_->stub().ListTables(&context, request, &response);
  ExpectNoSecret("ListTables");
}

TEST_F(SecretsInLogsTest, TheAuditLogStillSaysWhatWasAsked) {
  ASSERT_THAT(office_->Ask("vendor", absl::StrCat("SELECT gross FROM payroll.employees WHERE "
                                                  "full_name = '",
                                                  kWord, "'")),
              IsAnswered());
  EXPECT_THAT(office_->AuditBytes(), ::testing::HasSubstr("payroll.employees"));
}

}  // namespace
}  // namespace sudare::testing
