#include "proxy/preview/policy_tests.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/preview/expected_mask.h"
#include "tests/policy/policies.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/golden.h"

namespace sudare::preview {
namespace {

using ::testing::HasSubstr;

std::string RunTests(const std::shared_ptr<const Policy>& policy,
                     const std::shared_ptr<const CatalogSnapshot>& catalog,
                     const std::string& tests) {
  std::vector<Issue> issues;
  const v1::TestReport report = RunPolicyTests(
      policy, catalog, {std::make_shared<const text::SourceText>("p.test.textproto", tests)},
      &issues);
  std::string out;
  for (const v1::TestFailure& failure : report.failures()) {
    absl::StrAppend(&out, failure.place(), ": ", failure.test(), ": ", failure.subject(),
                    ": expected ", failure.expected(), ", got ", failure.got(), "\n");
  }
  for (const Issue& issue : issues) absl::StrAppend(&out, issue.ToString(), "\n");
  return absl::StrCat(out, report.passed(), " passed, ", report.failed(), " failed");
}

// Tokens differ with each run: what is shown of them is left out.
std::string WithoutTokens(std::string text) {
  for (size_t at = text.find("\"nam_"); at != std::string::npos; at = text.find("\"nam_", at + 5)) {
    text.erase(at + 5, text.find('"', at + 5) - at - 5);
  }
  return text;
}

TEST(PolicyTestsTest, SaysWhatIsNotAsExpected) {
  testing::ExpectGoldenCases("tests/golden/preview/tests.txt", [](const std::string& input) {
    return WithoutTokens(RunTests(testing::FixturePolicy(), testing::FixtureCatalog(), input));
  });
}

TEST(PolicyTestsTest, WithoutACatalogColumnsAreTestedAndQueriesAreErrors) {
  const std::string column = R"(
tests { name: "a" account: "vendor" sees { column: "payroll.employees.birth_date" type: "date"
        example { value: "1981-04-03" shown: "1981-01-01" } } })";
  EXPECT_EQ(RunTests(testing::FixturePolicy(), nullptr, column), "1 passed, 0 failed");
  const std::string shown =
      RunTests(testing::FixturePolicy(), nullptr,
               R"(tests { name: "a" account: "vendor" query { sql: "SELECT 1" answers {} } })");
  EXPECT_THAT(shown, HasSubstr("a test of a query needs the database's structure"));
  EXPECT_THAT(shown, HasSubstr("0 passed, 0 failed"));
}

constexpr char kPledged[] = R"(
classes { name: "a" }
tables { name: "payroll.employees" columns { name: "employee_no" class: "a" } }
roles { name: "r" requires_window: true rules { class: "a" allow {} } }
accounts { name: "p" role: "r" certificate { san: "p@x" } pledge { document: "1" signed: "2026-04-01" expires: "2027-03-31" } }
)";

// Whatever the day is on which the test runs.
TEST(PolicyTestsTest, PledgesCountAsValidUnlessADayIsGiven) {
  const auto policy = testing::PolicyOf(kPledged);
  const auto run = [&policy](const std::string& at) {
    return RunTests(policy, testing::FixtureCatalog(),
                    absl::StrCat("tests { name: \"a\" account: \"p\" ", at, R"(
                 sees { class: "a" mask: "allow" }
                 query { sql: "SELECT employee_no FROM payroll.employees" answers {} } })"));
  };
  EXPECT_EQ(run(""), "1 passed, 0 failed");
  EXPECT_EQ(run("at: \"2026-04-01\""), "1 passed, 0 failed");
  EXPECT_THAT(run("at: \"2027-04-01\""), HasSubstr("no pledge that is valid on 2027-04-01"));
  EXPECT_THAT(run("at: \"2027-04-01\""), HasSubstr("refused: PLEDGE_EXPIRED"));
}

TEST(ExpectedMaskTest, SettingsAreComparedOnlyIfGiven) {
  Rule rule;
  rule.proto.set_class_("x");
  rule.proto.mutable_partial()->set_keep_last(2);
  EXPECT_TRUE(IsExpectedMask("", "partial", &rule));
  EXPECT_TRUE(IsExpectedMask("partial", "partial", &rule));
  EXPECT_TRUE(IsExpectedMask("partial { keep_last: 2 }", "partial", &rule));
  EXPECT_FALSE(IsExpectedMask("partial { keep_last: 3 }", "partial", &rule));
  EXPECT_FALSE(IsExpectedMask("partial { keep_last: 2 }", "hide", &rule));
  for (const char* hidden : {"hide", "hide {}"}) {
    EXPECT_TRUE(IsExpectedMask(hidden, "hide", nullptr));
    EXPECT_FALSE(IsExpectedMask(hidden, "partial", &rule));
  }
}

}  // namespace
}  // namespace sudare::preview
