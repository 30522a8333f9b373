// `sudare policy explain`, `test`, `diff` and `snapshot` on the example, as a whole and in this
// process.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/cli/ended.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::Ended;
using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::Sudare;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPolicy[] = "examples/payroll/policy";
constexpr char kCatalog[] = "examples/payroll/policy/payroll.catalog.textproto";

Ended Explain(std::vector<std::string> arguments, const std::string& input = "") {
  std::vector<std::string> all = {"policy",    "explain",           "--policy", kPolicy,
                                  "--account", "payroll-vendor-01", "--at",     "2026-06-01"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return Sudare(all, input);
}

// The file beside the policy is what the schema gives: whoever changes one changes the other.
TEST(PolicySnapshotTest, TheExamplesCatalogIsThatOfItsSchema) {
  auto server = PostgresServer::Start();
  ASSERT_THAT(server, IsOk());
  ASSERT_THAT((*server)->RunFile("examples/payroll/schema.sql"), IsOk());
  const Ended run = Sudare(
      {"policy", "snapshot", "--policy", kPolicy, "--database", (*server)->ConnectionString()});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  testing::ExpectGoldenFile(kCatalog, run.out);

  // The database itself does as well as the file.
  const std::string sql = "SELECT full_name FROM payroll.employees ORDER BY full_name";
  const Ended from_file = Explain({"--query", sql});
  EXPECT_EQ(Explain({"--query", sql, "--database", (*server)->ConnectionString()}).out,
            from_file.out);
  EXPECT_THAT(from_file.out, HasSubstr("token map"));
}

TEST(PolicySnapshotTest, ADatabaseThatIsNotThereIsAnError) {
  const Ended run =
      Sudare({"policy", "snapshot", "--policy", kPolicy, "--database", "host=/nonexistent"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_NE(run.err, "");
}

TEST(PolicyTestTest, TheExampleKeepsWhatItPromises) {
  const Ended run = Sudare({"policy", "test", kPolicy});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, ::testing::MatchesRegex("[1-9][0-9]* passed, 0 failed\n"));
  EXPECT_EQ(run.err, "");
}

TEST(PolicyExplainTest, AColumn) {
  const Ended run = Explain({"--column", "payroll.employees.full_name"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("payroll.employees.full_name  氏名\n"));
  EXPECT_THAT(run.out, HasSubstr("mask     tokenize\n"));
  EXPECT_THAT(run.out, HasSubstr("20_roles.textproto:"));
  EXPECT_THAT(run.out, HasSubstr("it is for the class `credential`"));
  const Ended json = Explain({"--column", "payroll.employees.full_name", "--format", "json"});
  EXPECT_THAT(json.out, HasSubstr("\"mask\": \"tokenize\""));
  EXPECT_THAT(json.out, HasSubstr("\"rule_text\": \"rules {"));
}

TEST(PolicyExplainTest, ATable) {
  const Ended run = Explain({"--table", "payroll.employees"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("only rows where employment_kind <> 'special'"));
  EXPECT_THAT(run.out, HasSubstr("legacy_code"));
}

TEST(PolicyExplainTest, AQueryThatIsAnsweredWithItsLiteralsHidden) {
  const Ended run =
      Explain({}, "SELECT full_name FROM payroll.employees WHERE employee_no = '100001'");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("would be answered"));
  EXPECT_THAT(run.out, HasSubstr("egress"));
  EXPECT_THAT(run.out, Not(HasSubstr("100001")));
}

TEST(PolicyExplainTest, AQueryThatIsRefusedWithPlaceAndReason) {
  const Ended run =
      Explain({"--query", "SELECT employee_no,\n  password_hash FROM payroll.system_users"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("would be refused"));
  EXPECT_THAT(run.out, HasSubstr("  password_hash FROM payroll.system_users\n    ^"));
  EXPECT_THAT(run.out, HasSubstr("reason: HIDDEN_OR_MISSING"));
}

TEST(PolicyExplainTest, WrongUsageIsTwo) {
  EXPECT_EQ(Explain({"--column", "full_name"}).code, 2);
  EXPECT_EQ(Explain({"--column", "a.b.c", "--table", "a.b"}).code, 2);
  EXPECT_THAT(Sudare({"policy", "explain", "--policy", kPolicy, "--account", "payrol-vendor-01",
                      "--table", "payroll.employees"})
                  .err,
              HasSubstr("did you mean `payroll-vendor-01`?"));
  const Ended day = Explain({"--table", "payroll.employees", "--at", "2026-02-30"});
  EXPECT_EQ(day.code, 2);
}

// A copy of the example in which something may be changed.
class ChangedPolicyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-policy-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    for (const auto& entry : std::filesystem::directory_iterator(kPolicy)) {
      std::ofstream(absl::StrCat(folder_, "/", entry.path().filename().string()))
          << testing::ReadTestFile(entry.path().string());
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Replace(const std::string& from, const std::string& to) {
    const std::string path = absl::StrCat(folder_, "/20_roles.textproto");
    const std::string before = testing::ReadTestFile(absl::StrCat(kPolicy, "/20_roles.textproto"));
    const std::string after = absl::StrReplaceAll(before, {{from, to}});
    ASSERT_NE(after, before);
    std::ofstream(path, std::ios::trunc) << after;
  }

  std::string folder_;
};

constexpr char kNameRule[] =
    R"(rules { class: "person_name" tokenize { domain: "name" scope: ROLE prefix: "name" } })";

TEST_F(ChangedPolicyTest, FailingTestsAreToldWithTheirPlaceAndCode) {
  Replace(absl::StrCat("  ", kNameRule), R"(  rules { class: "person_name" allow {} })");
  const Ended run = Sudare({"policy", "test", folder_});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr("payroll.test.textproto:"));
  EXPECT_THAT(run.out,
              HasSubstr("FAILED: the vendor tells people apart by tokens, and knows nobody: "
                        "column `payroll.employees.full_name`: expected tokenize, got allow {}"));
  EXPECT_THAT(run.out, Not(HasSubstr(" 0 failed")));
  EXPECT_THAT(Sudare({"policy", "test", folder_, "--format", "json"}).out,
              HasSubstr("\"expected\": \"tokenize\""));
}

TEST_F(ChangedPolicyTest, WithoutTestsOrWithUnreadableOnesTheCodeIsTwo) {
  std::ofstream(absl::StrCat(folder_, "/broken.test.textproto")) << "tests { nam: \"x\" }";
  const Ended broken = Sudare({"policy", "test", folder_});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("did you mean `name`?"));
  std::filesystem::remove(absl::StrCat(folder_, "/broken.test.textproto"));
  std::filesystem::remove(absl::StrCat(folder_, "/payroll.test.textproto"));
  EXPECT_EQ(Sudare({"policy", "test", folder_}).code, 2);
}

TEST_F(ChangedPolicyTest, TheDifferenceIsToldAndMayFail) {
  const Ended same = Sudare({"policy", "diff", kPolicy, folder_, "--fail-on", "any"});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_EQ(same.out, "0 more, 0 different, 0 less\n");

  Replace(
      R"(rules { class: "bank_account" tokenize { domain: "account" scope: ROLE prefix: "acct" })",
      R"(rules { class: "bank_account" allow {})");
  const Ended run = Sudare({"policy", "diff", kPolicy, folder_});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("SHOWS OR ALLOWS MORE\n  payroll-maintenance: payroll-vendor-01, "
                                 "payroll-vendor-02, payroll-vendor-99\n"));
  EXPECT_THAT(run.out, HasSubstr("column payroll.bank_accounts.account_number: tokenize"));
  EXPECT_EQ(Sudare({"policy", "diff", kPolicy, folder_, "--fail-on", "more"}).code, 1);
  EXPECT_EQ(Sudare({"policy", "diff", folder_, kPolicy, "--fail-on", "more"}).code, 0);
  EXPECT_EQ(Sudare({"policy", "diff", folder_, kPolicy, "--fail-on", "any"}).code, 1);
  EXPECT_EQ(Sudare({"policy", "diff", kPolicy, absl::StrCat(folder_, "/nothing")}).code, 2);
}

TEST_F(ChangedPolicyTest, RecordedQueriesAreCompiledUnderBoth) {
  const std::string audit = absl::StrCat(folder_, "/audit");
  AuditLogOptions options;
  options.folder = audit;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    for (const char* sql :
         {"SELECT account_number FROM payroll.bank_accounts WHERE employee_no = $1",
          "SELECT net_amount FROM payroll.payslips LIMIT $1"}) {
      v1::AuditRecord record;
      record.mutable_intent()->mutable_caller()->set_account("payroll-vendor-01");
      record.mutable_intent()->set_normalized_sql(sql);
      ASSERT_THAT(log->AppendDurably(record), IsOk());
    }
  }
  Replace(
      R"(rules { class: "bank_account" tokenize { domain: "account" scope: ROLE prefix: "acct" })",
      R"(rules { class: "bank_account" hide {})");
  const Ended run = Sudare({"policy", "diff", kPolicy, folder_, "--audit", audit});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("newly refused, payroll-vendor-01, 1 time\n"));
  EXPECT_THAT(
      run.out,
      HasSubstr("2 recorded queries (2 runs), 1 newly refused, 1 unchanged, 0 not decided"));
  EXPECT_EQ(
      Sudare({"policy", "diff", kPolicy, folder_, "--audit", audit, "--fail-on", "newly refused"})
          .code,
      1);
  const Ended json =
      Sudare({"policy", "diff", kPolicy, folder_, "--audit", audit, "--format", "json"});
  EXPECT_THAT(json.out, HasSubstr("\"direction\": \"newly refused\""));
  EXPECT_EQ(
      Sudare({"policy", "diff", kPolicy, folder_, "--audit", absl::StrCat(folder_, "/none")}).code,
      2);
}

}  // namespace
}  // namespace sudare
