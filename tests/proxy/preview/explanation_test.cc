#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/preview/column_explanation.h"
#include "proxy/preview/compiler.h"
#include "proxy/preview/viewpoint.h"
#include "tests/policy/policies.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/status_matchers.h"

namespace sudare::preview {
namespace {

using ::sudare::testing::FixtureCatalog;
using ::sudare::testing::FixturePolicy;
using ::sudare::testing::PolicyOf;
using ::sudare::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Viewpoint Vendor(std::shared_ptr<const CatalogSnapshot> catalog = FixtureCatalog()) {
  return *ViewpointOf(FixturePolicy(), "vendor", absl::UnixEpoch(), std::move(catalog));
}

v1::ColumnExplanation Explained(const Viewpoint& viewpoint, absl::string_view column) {
  const auto explanation = ExplainColumn(viewpoint, column);
  return explanation.ok() ? *explanation : v1::ColumnExplanation();
}

TEST(ViewpointTest, AnUnknownAccountIsToldWithTheNearest) {
  EXPECT_THAT(ViewpointOf(FixturePolicy(), "vendr", absl::UnixEpoch(), nullptr),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("did you mean `vendor`?")));
}

TEST(ColumnExplanationTest, NamesTheRuleAndEachAboveIt) {
  const v1::ColumnExplanation column = Explained(Vendor(), "payroll.employees.full_name");
  EXPECT_EQ(column.mask(), "tokenize");
  EXPECT_EQ(column.class_(), "name");
  EXPECT_EQ(column.type(), "text");
  EXPECT_EQ(column.rule_text(),
            R"(rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } })");
  EXPECT_THAT(column.rule(), HasSubstr("fixture.textproto:"));
  ASSERT_THAT(column.passed(), SizeIs(3));
  EXPECT_EQ(column.passed(0).text(), R"(rules { class: "personal_number" redact {} })");
  EXPECT_EQ(column.passed(0).why(),
            "it is for the class `personal_number`, and this column is of the class `name`");
  EXPECT_THAT(column.notes(), IsEmpty());
}

TEST(ColumnExplanationTest, WithoutACatalogTheTypeIsUnknownAndTheMaskIsTold) {
  const v1::ColumnExplanation column = Explained(Vendor(nullptr), "payroll.employees.full_name");
  EXPECT_EQ(column.type(), "");
  EXPECT_EQ(column.mask(), "tokenize");
}

TEST(ColumnExplanationTest, WhatIsNotListedIsHiddenAndTheNearestNameIsGiven) {
  EXPECT_THAT(Explained(Vendor(), "payroll.employees.ful_name").notes(),
              Contains(HasSubstr("did you mean `full_name`?")));
  EXPECT_THAT(Explained(Vendor(), "payroll.employes.full_name").notes(),
              Contains(HasSubstr("did you mean `payroll.employees`?")));
  EXPECT_THAT(Explained(Vendor(), "payroll.current_pay.gross").notes(),
              Contains(HasSubstr("read through its definition")));
  EXPECT_EQ(Explained(Vendor(), "payroll.employees.ful_name").mask(), "hide");
  EXPECT_THAT(ExplainColumn(Vendor(), "full_name"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("schema.table.column")));
}

constexpr char kUnfitting[] = R"(
classes { name: "a" }
tables { name: "payroll.employees" columns { name: "department_id" class: "a" } columns { name: "gone" class: "a" } }
roles { name: "r" requires_window: true rules { class: "a" generalize { date_to: YEAR } } }
accounts { name: "p" role: "r" certificate { san: "p@x" } pledge { document: "1" signed: "2026-04-01" expires: "2027-03-31" } }
)";

TEST(ColumnExplanationTest, AMaskThatDoesNotFitTheTypeHides) {
  const auto policy = PolicyOf(kUnfitting);
  const auto viewpoint = ViewpointOf(policy, "p", *DayInJapan("2026-06-01"), FixtureCatalog());
  const v1::ColumnExplanation column = Explained(*viewpoint, "payroll.employees.department_id");
  EXPECT_EQ(column.mask(), "hide");
  EXPECT_THAT(column.notes(), Contains(HasSubstr("the mask doesn't fit the column's type")));
  EXPECT_THAT(column.notes(), Contains(HasSubstr("open maintenance windows only")));
  EXPECT_THAT(Explained(*viewpoint, "payroll.employees.gone").notes(),
              Contains("the database has no such column"));
}

TEST(ColumnExplanationTest, WithoutAPledgeTheRuleIsToldAndTheColumnIsHidden) {
  const auto viewpoint = ViewpointOf(PolicyOf(kUnfitting), "p", *DayInJapan("2027-04-01"), nullptr);
  const v1::ColumnExplanation column = Explained(*viewpoint, "payroll.employees.department_id");
  EXPECT_EQ(column.mask(), "hide");
  EXPECT_NE(column.rule(), "");
  EXPECT_THAT(column.notes(), Contains(HasSubstr("no pledge that is valid on 2027-04-01")));
}

TEST(TableExplanationTest, HasAllColumnsOfPolicyAndDatabaseAndTheRowFilters) {
  const auto viewpoint =
      ViewpointOf(FixturePolicy(), "filtered", absl::UnixEpoch(), FixtureCatalog());
  const auto table = ExplainTable(*viewpoint, "payroll.employees");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->kind(), "table");
  ASSERT_THAT(table->columns(), SizeIs(10));
  EXPECT_EQ(table->columns(9).column(), "payroll.employees.added_later");
  EXPECT_EQ(table->columns(9).mask(), "hide");
  ASSERT_THAT(table->row_filters(), SizeIs(1));
  EXPECT_EQ(table->row_filters(0).where(), "employment_kind <> 'special'");
}

TEST(CompilerTest, ExplainsAQueryWithoutDatabaseAndKeys) {
  const Compiler compiler(Vendor(), MakePassingKeyring());
  const v1::QueryExplanation answered = compiler.Explain(
      "SELECT full_name FROM payroll.employees WHERE employee_no = '100001' ORDER BY full_name",
      {});
  EXPECT_FALSE(answered.answer().has_refusal());
  ASSERT_THAT(answered.answer().uses(), SizeIs(1));
  EXPECT_EQ(answered.answer().uses(0).column(), "payroll.employees.full_name");
  EXPECT_THAT(answered.answer().uses(0).ways(), ElementsAre("token map"));
  EXPECT_NE(answered.answer().rewritten_sql(), "");
  EXPECT_THAT(answered.answer().rewritten_sql(), Not(HasSubstr("100001")));

  const v1::QueryExplanation refused =
      compiler.Explain("SELECT password FROM payroll.employees", {});
  EXPECT_EQ(refused.answer().refusal().reason(), "HIDDEN_OR_MISSING");
  EXPECT_EQ(refused.answer().refusal().line(), 1u);
  EXPECT_EQ(refused.answer().rewritten_sql(), "");
}

TEST(CompilerTest, TellsTheTypesOfColumnsAndNotOfWhatIsComputed) {
  const Compiler compiler(Vendor(), MakePassingKeyring());
  const v1::QueryExplanation explained = compiler.Explain(
      "SELECT s.no, s.full_name, s.personal_number, s.birth_date, s.born, count(*) AS people"
      " FROM (SELECT employee_no AS no, full_name, personal_number, birth_date,"
      "              birth_date AS born FROM payroll.employees) AS s GROUP BY 1, 2, 3, 4, 5",
      {});
  std::vector<std::string> types;
  for (const auto& column : explained.answer().columns()) types.push_back(column.type());
  EXPECT_THAT(types, ElementsAre("text", "text", "text", "date", "date", ""));
}

TEST(CompilerTest, TellsWhatKeepsTheAccountFromAskingAtAll) {
  const auto policy = PolicyOf(kUnfitting);
  const auto late = ViewpointOf(policy, "p", *DayInJapan("2027-04-01"), FixtureCatalog());
  EXPECT_THAT(Compiler(*late, MakePassingKeyring()).Explain("SELECT 1", {}).notes(),
              Contains(HasSubstr("every query of the account would be refused")));
  const auto in_time = ViewpointOf(policy, "p", *DayInJapan("2026-06-01"), FixtureCatalog());
  const Compiler compiler(*in_time, MakePassingKeyring());
  EXPECT_TRUE(compiler.Standing().ok());
  EXPECT_THAT(compiler.Explain("SELECT 1", {}).notes(),
              ElementsAre(HasSubstr("open maintenance window")));
}

}  // namespace
}  // namespace sudare::preview
