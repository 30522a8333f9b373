#include "policy/evaluator.h"

#include <gtest/gtest.h>

#include "tests/policy/policies.h"

namespace sudare {
namespace {

constexpr char kPolicy[] = R"(
classes { name: "personal_number" convertible: false }
classes { name: "name" }
classes { name: "pay" }
tables {
  name: "payroll.employees"
  columns { name: "personal_number" class: "personal_number" }
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
  rules { class: "personal_number" redact {} }
}
roles { name: "all" rules { class: "personal_number" presence {} } rules { class: "*" allow {} } }
accounts {
  name: "person" role: "vendor" certificate { san: "p@x" }
  pledge { document: "1" signed: "2026-04-01" expires: "2027-03-31" }
}
accounts { name: "program" role: "vendor" kind: PROGRAM certificate { san: "q@x" } }
accounts { name: "without" role: "vendor" certificate { san: "r@x" } }
accounts { name: "star" role: "all" kind: PROGRAM certificate { san: "s@x" } }
)";

class EvaluatorTest : public ::testing::Test {
 protected:
  Decision DecideFor(const std::string& account, absl::string_view table, absl::string_view column,
                     absl::Time now = TimeInJapan(absl::CivilSecond(2026, 6, 1))) const {
    return Decide(*policy_, *policy_->FindAccount(account), {"payroll", table, column}, {now});
  }

  static absl::Time TimeInJapan(absl::CivilSecond second) {
    return absl::FromCivil(second, absl::FixedTimeZone(9 * 3600));
  }

  const std::shared_ptr<const Policy> policy_ = testing::PolicyOf(kPolicy);
};

TEST_F(EvaluatorTest, TheFirstMatchingRuleWins) {
  EXPECT_EQ(DecideFor("person", "employees", "bonus").kind, MaskKind::kHide);
  EXPECT_EQ(DecideFor("person", "employees", "bonus").Place(), "p.textproto:15");
  EXPECT_EQ(DecideFor("person", "employees", "salary").kind, MaskKind::kPartial);
  EXPECT_EQ(DecideFor("person", "employees", "salary").Place(), "p.textproto:16");
  EXPECT_EQ(DecideFor("person", "payslips", "salary").kind, MaskKind::kAllow);
  EXPECT_EQ(DecideFor("person", "payslips", "salary").Place(), "p.textproto:17");
}

TEST_F(EvaluatorTest, TheDecisionCarriesRuleAndClass) {
  const Decision decision = DecideFor("person", "employees", "personal_number");
  ASSERT_NE(decision.rule, nullptr);
  EXPECT_TRUE(decision.rule->proto.has_redact());
  ASSERT_NE(decision.data_class, nullptr);
  EXPECT_EQ(decision.data_class->name, "personal_number");
  EXPECT_FALSE(decision.data_class->convertible);
}

TEST_F(EvaluatorTest, NoMatchHides) {
  const Decision decision = DecideFor("person", "employees", "full_name");
  EXPECT_EQ(decision.kind, MaskKind::kHide);
  EXPECT_EQ(decision.rule, nullptr);
  EXPECT_EQ(decision.data_class->name, "name");
  EXPECT_EQ(decision.Place(), "no rule: hidden by default");
}

TEST_F(EvaluatorTest, AStarSelectsEveryListedColumn) {
  EXPECT_EQ(DecideFor("star", "employees", "full_name").kind, MaskKind::kAllow);
  EXPECT_EQ(DecideFor("star", "employees", "personal_number").kind, MaskKind::kPresence);
}

TEST_F(EvaluatorTest, UnlistedTablesAndColumnsAreHiddenEvenFromAStar) {
  for (const Decision& decision :
       {DecideFor("star", "employees", "address"), DecideFor("star", "secrets", "salary"),
        Decide(*policy_, *policy_->FindAccount("star"), {"other", "employees", "salary"},
               {absl::Now()})}) {
    EXPECT_EQ(decision.kind, MaskKind::kHide);
    EXPECT_EQ(decision.rule, nullptr);
    EXPECT_EQ(decision.data_class, nullptr);
  }
}

TEST_F(EvaluatorTest, NamesWithDotsAreNotTakenForOthers) {
  EXPECT_EQ(Decide(*policy_, *policy_->FindAccount("star"), {"payroll.employees", "salary", ""},
                   {absl::Now()})
                .kind,
            MaskKind::kHide);
  EXPECT_EQ(Decide(*policy_, *policy_->FindAccount("star"), {"", "payroll.employees", "salary"},
                   {absl::Now()})
                .kind,
            MaskKind::kHide);
}

TEST_F(EvaluatorTest, APledgeCountsFromItsFirstDayToItsLastInJapan) {
  const auto kind_at = [this](absl::CivilSecond second) {
    return DecideFor("person", "payslips", "salary", TimeInJapan(second)).kind;
  };
  EXPECT_EQ(kind_at(absl::CivilSecond(2026, 3, 31, 23, 59, 59)), MaskKind::kHide);
  EXPECT_EQ(kind_at(absl::CivilSecond(2026, 4, 1, 0, 0, 0)), MaskKind::kAllow);
  EXPECT_EQ(kind_at(absl::CivilSecond(2027, 3, 31, 23, 59, 59)), MaskKind::kAllow);
  EXPECT_EQ(kind_at(absl::CivilSecond(2027, 4, 1, 0, 0, 0)), MaskKind::kHide);
}

TEST_F(EvaluatorTest, ThePledgeDayIsJapansWhereverTheServerIs) {
  // 2026-03-31 15:30 in UTC is the next day in Japan.
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(2026, 3, 31, 15, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(PledgeDay(time), absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(DecideFor("person", "payslips", "salary", time).kind, MaskKind::kAllow);
}

TEST_F(EvaluatorTest, APersonWithoutPledgeSeesNothing) {
  const Decision decision = DecideFor("without", "payslips", "salary");
  EXPECT_EQ(decision.kind, MaskKind::kHide);
  EXPECT_EQ(decision.rule, nullptr);
}

TEST_F(EvaluatorTest, AProgramNeedsNoPledge) {
  EXPECT_EQ(DecideFor("program", "payslips", "salary").kind, MaskKind::kAllow);
}

TEST_F(EvaluatorTest, AnAccountWithoutRoleSeesNothing) {
  Account account = *policy_->FindAccount("program");
  account.role = nullptr;
  EXPECT_EQ(Decide(*policy_, account, {"payroll", "payslips", "salary"}, {absl::Now()}).kind,
            MaskKind::kHide);
}

TEST_F(EvaluatorTest, ARuleWithoutSelectorMatchesNothing) {
  Role role = *policy_->FindRole("vendor");
  role.rules.clear();
  role.rules.emplace_back();
  role.rules[0].proto.mutable_allow();
  role.rules[0].kind = MaskKind::kAllow;
  Account account = *policy_->FindAccount("program");
  account.role = &role;
  EXPECT_EQ(Decide(*policy_, account, {"payroll", "payslips", "salary"}, {absl::Now()}).kind,
            MaskKind::kHide);
}

TEST_F(EvaluatorTest, ScopesNameWhatTheyAreBoundTo) {
  const Account& account = *policy_->FindAccount("person");
  v1::Tokenize tokenize;
  EXPECT_EQ(ScopeOf(account, tokenize), "role:vendor");
  tokenize.set_scope(v1::Tokenize::ROLE);
  EXPECT_EQ(ScopeOf(account, tokenize), "role:vendor");
  tokenize.set_scope(v1::Tokenize::ACCOUNT);
  EXPECT_EQ(ScopeOf(account, tokenize), "account:person");
  tokenize.set_scope(v1::Tokenize::GLOBAL);
  EXPECT_EQ(ScopeOf(account, tokenize), "global");
  tokenize.set_scope(v1::Tokenize::WINDOW);
  EXPECT_EQ(ScopeOf(account, tokenize), "");
  const WorkWindow window = {"W00001", "W00001@100.0", {}};
  EXPECT_EQ(ScopeOf(account, tokenize, &window), "window:W00001@100.0");
}

TEST_F(EvaluatorTest, AWindowHidesTheClassesItDoesNotNeed) {
  const Account& account = *policy_->FindAccount("program");
  const ColumnName column = {"payroll", "payslips", "salary"};
  const DecisionContext plain = {absl::Now()};
  const Decision shown = Decide(*policy_, account, column, plain);
  ASSERT_NE(shown.kind, MaskKind::kHide);
  WorkWindow window = {"W00001", "W00001@100.0", {}};
  EXPECT_EQ(Decide(*policy_, account, column, {plain.now, &window}).kind, shown.kind);
  window.classes = {shown.data_class->name};
  EXPECT_EQ(Decide(*policy_, account, column, {plain.now, &window}).kind, shown.kind);
  window.classes = {"another"};
  const Decision hidden = Decide(*policy_, account, column, {plain.now, &window});
  EXPECT_EQ(hidden.kind, MaskKind::kHide);
  EXPECT_TRUE(hidden.hidden_by_window);
  // It never widens.
  const Decision never =
      Decide(*policy_, account, {"payroll", "payslips", "nowhere"}, {plain.now, &window});
  EXPECT_EQ(never.kind, MaskKind::kHide);
  EXPECT_FALSE(never.hidden_by_window);
}

}  // namespace
}  // namespace sudare
