#include "policy/rule_trace.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/policy/policies.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;

constexpr char kPolicy[] = R"(
classes { name: "name" }
classes { name: "pay" }
tables {
  name: "payroll.employees"
  columns { name: "full_name" class: "name" }
  columns { name: "salary" class: "pay" }
  columns { name: "bonus" class: "pay" }
}
tables { name: "payroll.payslips" columns { name: "salary" class: "pay" } }
roles {
  name: "vendor"
  rules { column: "payroll.employees.bonus" hide {} }
  rules { class: "pay" table: "payroll.employees" partial { keep_last: 1 } }
  rules { class: "pay" allow {} }
}
accounts {
  name: "person" role: "vendor" certificate { san: "p@x" }
  pledge { document: "1" signed: "2026-04-01" expires: "2027-03-31" }
}
)";

absl::Time DayOf(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::FixedTimeZone(9 * 3600));
}

class RuleTraceTest : public ::testing::Test {
 protected:
  RuleTrace Trace(absl::string_view table, absl::string_view column,
                  absl::Time now = DayOf(2026, 6, 1)) const {
    return TraceRules(*policy_, *policy_->FindAccount("person"), {"payroll", table, column}, {now});
  }

  const std::shared_ptr<const Policy> policy_ = testing::PolicyOf(kPolicy);
};

TEST_F(RuleTraceTest, TellsWhichSelectorOfEachRuleAboveDidNotMatch) {
  const RuleTrace trace = Trace("payslips", "salary");
  ASSERT_EQ(trace.passed.size(), 2u);
  EXPECT_EQ(trace.passed[0].match, RuleMatch::kOtherColumn);
  EXPECT_THAT(trace.passed[0].why, HasSubstr("`payroll.employees.bonus`"));
  EXPECT_EQ(trace.passed[1].match, RuleMatch::kOtherTable);
  EXPECT_THAT(trace.passed[1].why, HasSubstr("`payroll.employees`"));
  ASSERT_NE(trace.ruling, nullptr);
  EXPECT_EQ(trace.ruling->place.line, 15);
}

TEST_F(RuleTraceTest, AColumnThatNoRuleMatchesHasPassedThemAll) {
  const RuleTrace trace = Trace("employees", "full_name");
  EXPECT_EQ(trace.passed.size(), 3u);
  EXPECT_EQ(trace.passed[1].match, RuleMatch::kOtherClass);
  EXPECT_EQ(trace.passed[1].why,
            "it is for the class `pay`, and this column is of the class `name`");
  EXPECT_EQ(trace.ruling, nullptr);
  EXPECT_EQ(trace.decision.kind, MaskKind::kHide);
}

TEST_F(RuleTraceTest, AColumnThatIsNotListedMeetsNoRule) {
  EXPECT_TRUE(Trace("employees", "nonsense").is_table_listed);
  EXPECT_FALSE(Trace("employees", "nonsense").is_column_listed);
  EXPECT_TRUE(Trace("employees", "nonsense").passed.empty());
  EXPECT_FALSE(Trace("nonsense", "salary").is_table_listed);
}

TEST_F(RuleTraceTest, WithoutAPledgeTheRulingRuleIsToldButTheColumnIsHidden) {
  const RuleTrace trace = Trace("employees", "salary", DayOf(2027, 4, 1));
  EXPECT_FALSE(trace.has_pledge);
  EXPECT_EQ(trace.decision.kind, MaskKind::kHide);
  ASSERT_NE(trace.ruling, nullptr);
  EXPECT_EQ(trace.ruling->kind, MaskKind::kPartial);
}

// Every column and account of the example: the trace ends at the rule that decides.
TEST(RuleTraceOfTheExampleTest, IsOfOneMindWithTheDecision) {
  const LoadResult loaded = LoadPolicy("examples/payroll/policy");
  ASSERT_NE(loaded.policy, nullptr);
  const absl::Time now = DayOf(2026, 6, 1);
  int traced = 0;
  for (const Account& account : loaded.policy->accounts()) {
    for (const PolicyTable& table : loaded.policy->tables()) {
      for (const PolicyColumn& column : table.columns) {
        const ColumnName name = {table.schema, table.name, column.name};
        const RuleTrace trace = TraceRules(*loaded.policy, account, name, {now});
        const Decision decision = Decide(*loaded.policy, account, name, {now});
        EXPECT_EQ(trace.has_pledge ? trace.ruling : nullptr, decision.rule);
        for (const PassedRule& passed : trace.passed) {
          EXPECT_NE(passed.match, RuleMatch::kMatches);
          EXPECT_NE(passed.why, "");
          ++traced;
        }
      }
    }
  }
  EXPECT_GT(traced, 1000);
}

}  // namespace
}  // namespace sudare
