// The example's policy against the example's database.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/evaluator.h"
#include "policy/loader.h"
#include "policy/mask.h"
#include "proxy/backend/backend.h"
#include "proxy/review/database_review.h"
#include "proxy/review/grants.h"
#include "tests/examples/example_database.h"
#include "tests/examples/masked_twin.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kAccounts[] = {"payroll-vendor-01", "payroll-vendor-02",
                                     "attendance-vendor-01", "personnel-01", "payroll-app"};

class ExamplePolicyTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    ASSERT_THAT(server_->RunFile("examples/payroll/schema.sql"), IsOk());
    ASSERT_THAT(server_->RunFile("examples/payroll/grants.sql"), IsOk());
    const LoadResult loaded = LoadPolicy("examples/payroll/policy");
    for (const Issue& issue : loaded.issues) ADD_FAILURE() << issue.ToString();
    ASSERT_NE(loaded.policy, nullptr);
    policy_ = new std::shared_ptr<const Policy>(loaded.policy);
  }

  static void TearDownTestSuite() {
    delete policy_;
    delete server_;
  }

  static const Policy& policy() { return **policy_; }

  static Decision DecideFor(absl::string_view account, const std::string& schema,
                            const std::string& table, const std::string& column) {
    return Decide(policy(), *policy().FindAccount(account), {schema, table, column},
                  {ExampleDay()});
  }

  static std::vector<std::vector<Value>> Rows(absl::string_view sql) {
    auto rows = server_->Query(sql);
    EXPECT_THAT(rows, IsOk());
    return rows.ok() ? *rows : std::vector<std::vector<Value>>();
  }

  // Schema, table, column, type; views too.
  static std::vector<std::vector<Value>> Columns() {
    return Rows(
        "SELECT c.table_schema, c.table_name, c.column_name, c.udt_name "
        "FROM information_schema.columns AS c "
        "WHERE c.table_schema IN ('payroll', 'attendance') ORDER BY 1, 2, c.ordinal_position");
  }

  static std::unique_ptr<Backend> Owner() {
    BackendOptions options;
    options.connection = server_->ConnectionString();
    return MakePostgresBackend(options);
  }

  static PostgresServer* server_;
  static std::shared_ptr<const Policy>* policy_;
};

PostgresServer* ExamplePolicyTest::server_ = nullptr;
std::shared_ptr<const Policy>* ExamplePolicyTest::policy_ = nullptr;

TEST_F(ExamplePolicyTest, ListsEveryColumnOfEveryListedTable) {
  std::vector<std::string> unlisted;
  std::set<std::string> existing;
  for (const auto& row : Columns()) {
    const PolicyTable* table = policy().FindTable(*row[0], *row[1]);
    existing.insert(absl::StrCat(*row[0], ".", *row[1], ".", *row[2]));
    // A view without columns is expanded.
    if (table != nullptr && table->columns.empty()) continue;
    if (table == nullptr || table->FindColumn(*row[2]) == nullptr) {
      if (*row[1] != "tax_office_export") unlisted.push_back(absl::StrCat(*row[1], ".", *row[2]));
    }
  }
  EXPECT_THAT(unlisted, IsEmpty());
  for (const PolicyTable& table : policy().tables()) {
    for (const PolicyColumn& column : table.columns) {
      EXPECT_EQ(existing.count(absl::StrCat(table.schema, ".", table.name, ".", column.name)), 1u)
          << table.name << "." << column.name << " is listed and doesn't exist";
    }
  }
}

TEST_F(ExamplePolicyTest, MasksFitTheTypesOfTheirColumns) {
  for (const char* account : kAccounts) {
    for (const auto& row : Columns()) {
      const Decision decision = DecideFor(account, *row[0], *row[1], *row[2]);
      if (decision.rule == nullptr || *row[1] == "job_batches") continue;
      EXPECT_THAT(MakeMask(decision.rule->proto, TypeFromName(*row[3])), IsOk())
          << account << " " << *row[1] << "." << *row[2];
    }
  }
}

TEST_F(ExamplePolicyTest, NobodySeesAPersonalNumberOrACredential) {
  for (const char* account : kAccounts) {
    for (const auto& row : Columns()) {
      const Decision decision = DecideFor(account, *row[0], *row[1], *row[2]);
      if (decision.data_class == nullptr) continue;
      const std::string place = absl::StrCat(account, " ", *row[1], ".", *row[2]);
      if (decision.data_class->name == "personal_number") {
        EXPECT_FALSE(decision.data_class->convertible);
        EXPECT_TRUE(decision.kind == MaskKind::kRedact || decision.kind == MaskKind::kHide ||
                    decision.kind == MaskKind::kPresence)
            << place;
      }
      if (decision.data_class->name == "credential") {
        EXPECT_EQ(decision.kind, MaskKind::kHide) << place;
      }
    }
  }
}

// Or a token could be linked back to the value in clear.
TEST_F(ExamplePolicyTest, ColumnsJoinedByAForeignKeyShareTheirMask) {
  const auto pairs = Rows(
      "SELECT fn.nspname, f.relname, fa.attname, tn.nspname, t.relname, ta.attname "
      "FROM pg_constraint AS c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k(f, t) "
      "JOIN pg_class AS f ON f.oid = c.conrelid JOIN pg_namespace AS fn ON fn.oid = f.relnamespace "
      "JOIN pg_attribute AS fa ON fa.attrelid = f.oid AND fa.attnum = k.f "
      "JOIN pg_class AS t ON t.oid = c.confrelid JOIN pg_namespace AS tn ON tn.oid = "
      "t.relnamespace "
      "JOIN pg_attribute AS ta ON ta.attrelid = t.oid AND ta.attnum = k.t WHERE c.contype = 'f'");
  EXPECT_GT(pairs.size(), 30u);
  for (const char* account : kAccounts) {
    for (const auto& p : pairs) {
      const Decision from = DecideFor(account, *p[0], *p[1], *p[2]);
      const Decision to = DecideFor(account, *p[3], *p[4], *p[5]);
      if (from.kind == MaskKind::kHide || to.kind == MaskKind::kHide) continue;
      EXPECT_EQ(from.kind, to.kind) << account << " " << *p[1] << "." << *p[2];
    }
  }
}

TEST_F(ExamplePolicyTest, NamesInBothSystemsShareTheirTokens) {
  const Decision payroll = DecideFor("payroll-vendor-01", "payroll", "employees", "full_name");
  const Decision attendance =
      DecideFor("payroll-vendor-01", "attendance", "employees", "full_name");
  ASSERT_EQ(payroll.kind, MaskKind::kTokenize);
  ASSERT_EQ(attendance.kind, MaskKind::kTokenize);
  EXPECT_EQ(payroll.rule->proto.tokenize().domain(), attendance.rule->proto.tokenize().domain());
}

TEST_F(ExamplePolicyTest, TheVendorOfAttendanceSeesOfPayrollTheImportsOnly) {
  for (const auto& row : Columns()) {
    if (*row[0] != "payroll" || absl::StartsWith(*row[1], "attendance_import")) continue;
    const MaskKind kind = DecideFor("attendance-vendor-01", *row[0], *row[1], *row[2]).kind;
    // What a redacted number would be is NULL: nothing.
    EXPECT_TRUE(kind == MaskKind::kHide || kind == MaskKind::kRedact) << *row[1] << "." << *row[2];
  }
}

TEST_F(ExamplePolicyTest, AnExpiredPledgeHidesEverything) {
  EXPECT_EQ(DecideFor("payroll-vendor-99", "payroll", "employees", "employee_no").kind,
            MaskKind::kHide);
  EXPECT_EQ(DecideFor("payroll-vendor-01", "payroll", "employees", "employee_no").kind,
            MaskKind::kAllow);
}

// Of the schema alone; what the data adds, the walkthrough shows.
TEST_F(ExamplePolicyTest, HasNothingWrongWithItsDatabase) {
  ASSERT_OK_AND_ASSIGN(const std::vector<Issue> issues,
                       review::ReviewDatabase(*Owner(), policy(), review::ReviewOptions()));
  std::vector<std::string> shown;
  for (const Issue& issue : issues) shown.push_back(absl::StrCat(issue.code, " ", issue.object));
  EXPECT_THAT(shown, ElementsAre("unlisted-relations ", "view-unfiltered payroll.payslip_totals"));
}

// --- grants.sql --------------------------------------------------------------------------------

constexpr char kProxyRole[] = "sudare_proxy";
constexpr char kCatalogRole[] = "sudare_catalog";

// Run with SUDARE_RECORD_GOLDEN=1 by `bazel run` to write it anew.
TEST_F(ExamplePolicyTest, GrantsAreWhatTheCommandPrints) {
  ASSERT_OK_AND_ASSIGN(const std::string script,
                       review::WriteGrants(*Owner(), policy(), {kProxyRole, kCatalogRole}));
  ExpectGoldenFile("examples/payroll/grants.sql", script);
}

TEST_F(ExamplePolicyTest, TheDatabaseHoldsNothingButTheGrants) {
  ASSERT_OK_AND_ASSIGN(const std::vector<Issue> differences,
                       review::CheckGrants(*Owner(), policy(), {kProxyRole, kCatalogRole}));
  for (const Issue& issue : differences) ADD_FAILURE() << issue.ToString();
}

bool NeedsTheValue(const Decision& decision) {
  return decision.kind != MaskKind::kHide && decision.kind != MaskKind::kRedact;
}

TEST_F(ExamplePolicyTest, GrantsAreExactlyWhatTheMasksRead) {
  for (const char* account : kAccounts) {
    const std::string& role = policy().FindAccount(account)->role->database_role;
    const auto columns = Rows(absl::StrCat(
        "SELECT c.table_schema, c.table_name, c.column_name, c.udt_name, "
        "c.domain_name IS NOT NULL, has_column_privilege('",
        role, "', format('%I.%I', c.table_schema, c.table_name), c.column_name, 'SELECT') ",
        "FROM information_schema.columns AS c ",
        "WHERE c.table_schema IN ('payroll', 'attendance')"));
    EXPECT_GT(columns.size(), 350u);
    for (const auto& row : columns) {
      const Decision decision = DecideFor(account, *row[0], *row[1], *row[2]);
      const bool known = TypeFromName(*row[3]).type != SqlType::kUnknown && *row[4] != "t";
      EXPECT_EQ(*row[5] == "t", NeedsTheValue(decision) && known)
          << role << " " << *row[0] << "." << *row[1] << "." << *row[2];
    }
  }
}

TEST_F(ExamplePolicyTest, RolesMayReadAndNothingElse) {
  for (const Role& role : policy().roles()) {
    for (const char* privilege : {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}) {
      const auto found = Rows(absl::StrCat(
          "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
          "WHERE n.nspname IN ('payroll', 'attendance') AND c.relkind IN ('r', 'v') "
          "AND has_table_privilege('",
          role.database_role, "', c.oid, '", privilege, "')"));
      EXPECT_EQ(*found[0][0], "0") << role.database_role << " " << privilege;
    }
  }
  EXPECT_EQ(*Rows("SELECT count(*) FROM information_schema.column_privileges "
                  "WHERE grantee IN ('sudare_proxy', 'sudare_catalog', 'PUBLIC') "
                  "AND table_schema IN ('payroll', 'attendance')")[0][0],
            "0");
}

}  // namespace
}  // namespace sudare::testing
