// The example as a pack: its policy keeps all thirteen errors to be found and lets nothing leak,
// and policies that are worse get a worse score.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/prove/pack.h"
#include "proxy/prove/report.h"
#include "tests/examples/example_database.h"
#include "tests/support/child_process.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::prove {
namespace {

using sudare::testing::IsOk;

constexpr char kAccount[] = "payroll-vendor-01";

class ExamplePackTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_OK_AND_ASSIGN(auto database, testing::ExampleDatabase::Create());
    database_ = database.release();
    const std::string folder = absl::StrCat(std::getenv("TEST_TMPDIR"), "/pack");
    const std::string script = std::filesystem::absolute("examples/payroll/pack.py");
    const auto made =
        RunProgram({{"/usr/bin/python3", "-B", script, database_->folder(), folder}}, "");
    ASSERT_THAT(made, IsOk());
    ASSERT_OK_AND_ASSIGN(Pack pack, ReadPack(folder));
    pack_ = new Pack(std::move(pack));
  }
  static void TearDownTestSuite() {
    delete pack_;
    delete database_;
  }

  // The example's policy, with texts in it replaced.
  static PackScore Score(const std::map<std::string, std::string>& replaced) {
    std::vector<PolicyText> sources;
    for (const char* file :
         {"00_classes", "10_tables_payroll", "11_tables_attendance", "20_roles", "30_accounts"}) {
      const std::string path = absl::StrCat("examples/payroll/policy/", file, ".textproto");
      sources.push_back({path, absl::StrReplaceAll(testing::ReadTestFile(path), replaced)});
    }
    PackOptions options;
    options.policy = LoadPolicyFromSources(sources).policy;
    options.database = database_->server().ConnectionString("sudare_proxy");
    options.account = kAccount;
    return ScorePackOver(*pack_, options).value();
  }

  static testing::ExampleDatabase* database_;
  static Pack* pack_;
};

testing::ExampleDatabase* ExamplePackTest::database_ = nullptr;
Pack* ExamplePackTest::pack_ = nullptr;

TEST_F(ExamplePackTest, FindsEveryErrorAndLeaksNothing) {
  const PackScore score = Score({});
  Verdict verdict;
  verdict.scores = {score};
  EXPECT_EQ(score.errors.size(), 13u);
  EXPECT_GE(score.attacks.size(), 64u);
  EXPECT_EQ(score.ErrorsFound(), 13u) << TextReport(verdict);
  EXPECT_EQ(score.AttacksThatLeak(), 0u) << TextReport(verdict);
  EXPECT_TRUE(verdict.IsProved());
}

TEST_F(ExamplePackTest, FindsFewerErrorsWherePolicyHidesWhatIsNeeded) {
  const PackScore score =
      Score({{"rules { class: \"amount\" allow {} }", "rules { class: \"amount\" redact {} }"},
             {"rules { class: \"date\" allow {}", "rules { class: \"date\" redact {}"}});
  EXPECT_LT(score.ErrorsFound(), 10u);
  EXPECT_EQ(score.AttacksThatLeak(), 0u);
}

TEST_F(ExamplePackTest, FindsLeaksWherePolicyShowsNames) {
  const PackScore score =
      Score({{"class: \"person_name\" tokenize { domain: \"name\" scope: ROLE prefix: \"name\" }",
              "class: \"person_name\" allow {}"}});
  EXPECT_EQ(score.ErrorsFound(), 13u);
  EXPECT_GT(score.AttacksThatLeak(), 0u);
}

}  // namespace
}  // namespace sudare::prove
