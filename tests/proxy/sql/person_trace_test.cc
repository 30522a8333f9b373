// Whose data a statement shows, read off its text: "0" is a person whose number is output 0,
// "=x" one whom the statement asks for by number, "+1" one more in each row without a number.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/error.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"
#include "tests/proxy/sql/fixture.h"

namespace sudare::testing {
namespace {

std::string Shown(const std::string& sql) {
  const auto masked = CompileFor("vendor", sql, {std::string("p1"), std::string("p2")}, true);
  if (!masked.ok()) {
    const std::string reason = DetailOf(masked.status()).reason();
    return reason == "PERSONS_NOT_COUNTABLE" ? "refused" : std::string(masked.status().message());
  }
  std::vector<std::string> people;
  for (const auto& someone : masked->persons.someone) {
    if (someone.pin.has_value()) {
      people.push_back(someone.pin->client_index > 0 ? absl::StrCat("=$", someone.pin->client_index)
                                                     : absl::StrCat("=", someone.pin->literal));
      continue;
    }
    people.push_back(absl::StrJoin(someone.numbers, ",", [](std::string* out, const auto& number) {
      absl::StrAppend(out, number.output);
    }));
  }
  std::sort(people.begin(), people.end());
  if (masked->persons.unnamed > 0) people.push_back(absl::StrCat("+", masked->persons.unnamed));
  return people.empty() ? "nobody" : absl::StrJoin(people, " ");
}

struct Case {
  const char* sql;
  const char* shown;
};

class PersonTraceTest : public ::testing::Test {
 protected:
  static void Expect(const std::vector<Case>& cases) {
    for (const Case& one : cases) EXPECT_EQ(Shown(one.sql), one.shown) << one.sql;
  }
};

TEST_F(PersonTraceTest, APersonIsKnownByTheNumberThatIsShown) {
  Expect({
      {"SELECT employee_no, full_name FROM payroll.employees", "0"},
      {"SELECT full_name, employee_no AS n FROM payroll.employees ORDER BY 1", "1"},
      {"SELECT full_name FROM payroll.employees", "+1"},
      {"SELECT * FROM payroll.employees", "0"},
      {"SELECT upper(employee_no) FROM payroll.employees", "+1"},
      {"SELECT id, name FROM payroll.departments", "nobody"},
      {"SELECT d.name FROM payroll.employees e JOIN payroll.departments d ON d.id = "
       "e.department_id",
       "nobody"},
      {"SELECT e FROM payroll.employees e", "+1"},
  });
}

TEST_F(PersonTraceTest, ItGoesThroughSubSelectsWithQueriesAndViews) {
  Expect({
      {"SELECT n FROM (SELECT employee_no AS n, full_name FROM payroll.employees) s", "0"},
      {"WITH w AS (SELECT employee_no, gross FROM payroll.payslips) SELECT * FROM w", "0"},
      {"WITH w AS (SELECT gross FROM payroll.payslips) SELECT * FROM w", "+1"},
      {"SELECT DISTINCT employee_no FROM payroll.payslips", "0"},
      {"SELECT employee_no, sum(gross) FROM payroll.payslips GROUP BY employee_no", "0"},
      {"SELECT employee_no, full_name, gross FROM payroll.current_pay", "0"},
      {"SELECT full_name, gross FROM payroll.current_pay", "+1"},
  });
}

TEST_F(PersonTraceTest, WhoIsJoinedByNumberIsTheSamePerson) {
  Expect({
      {"SELECT e.employee_no, p.gross FROM payroll.employees e JOIN payroll.payslips p"
       " ON p.employee_no = e.employee_no",
       "0"},
      {"SELECT employee_no, e.full_name, p.gross FROM payroll.employees e JOIN payroll.payslips p"
       " USING (employee_no)",
       "0"},
      {"SELECT e.employee_no, p.gross FROM payroll.employees e, payroll.payslips p"
       " WHERE p.employee_no = e.employee_no AND p.gross > 1",
       "0"},
      {"SELECT e.employee_no, p.gross FROM payroll.employees e LEFT JOIN payroll.payslips p"
       " ON p.employee_no = e.employee_no AND p.month = '2026-10'",
       "0"},
      {"SELECT e.employee_no, (SELECT max(p.gross) FROM payroll.payslips p"
       " WHERE p.employee_no = e.employee_no) FROM payroll.employees e",
       "0"},
      {"SELECT e.employee_no, ARRAY(SELECT p.gross FROM payroll.payslips p"
       " WHERE p.employee_no = e.employee_no) FROM payroll.employees e",
       "0"},
      {"SELECT e.employee_no, q.g FROM payroll.employees e, LATERAL (SELECT array_agg(p.gross) AS g"
       " FROM payroll.payslips p WHERE p.employee_no = e.employee_no) q",
       "0"},
      {"WITH s AS (SELECT employee_no, sum(gross) AS g FROM payroll.payslips GROUP BY 1)"
       " SELECT e.employee_no, e.full_name, s.g FROM payroll.employees e JOIN s USING "
       "(employee_no)",
       "0"},
      {"SELECT d.name, e.employee_no FROM payroll.departments d LEFT JOIN payroll.employees e"
       " ON e.department_id = d.id",
       "1"},
  });
}

TEST_F(PersonTraceTest, WhoIsAskedForByNumberIsKnownWithoutIt) {
  Expect({
      {"SELECT full_name FROM payroll.employees WHERE employee_no = '100001'", "=100001"},
      {"SELECT max(gross), count(*) FROM payroll.payslips WHERE employee_no = $1", "=$1"},
      {"SELECT e.full_name, p.gross FROM payroll.employees e JOIN payroll.payslips p"
       " USING (employee_no) WHERE e.employee_no = '7'",
       "=7"},
      {"SELECT array_agg(gross) FROM payroll.payslips WHERE employee_no = '7'", "=7"},
      {"SELECT full_name FROM payroll.employees WHERE employee_no = '7' OR true", "+1"},
      {"SELECT full_name FROM payroll.employees WHERE NOT employee_no = '7'", "+1"},
      {"SELECT full_name FROM payroll.employees WHERE employee_no <> '7'", "+1"},
      {"SELECT e.full_name FROM payroll.employees e LEFT JOIN payroll.payslips p"
       " ON e.employee_no = '7'",
       "+1"},
  });
}

TEST_F(PersonTraceTest, WhoIsOnlyLookedAtIsNotShown) {
  Expect({
      {"SELECT count(*) FROM payroll.employees WHERE birth_date IS NULL", "nobody"},
      {"SELECT d.name FROM payroll.departments d WHERE EXISTS (SELECT 1 FROM payroll.employees e"
       " WHERE e.department_id = d.id)",
       "nobody"},
      {"SELECT d.name, EXISTS (SELECT 1 FROM payroll.employees e WHERE e.department_id = d.id)"
       " FROM payroll.departments d",
       "nobody"},
      {"SELECT d.name, count(e.employee_no) FROM payroll.departments d JOIN payroll.employees e"
       " ON e.department_id = d.id GROUP BY d.name",
       "nobody"},
      {"SELECT employee_no, row_number() OVER (ORDER BY full_name) FROM payroll.employees", "0"},
  });
}

TEST_F(PersonTraceTest, AGroupWithoutANumberIsOnePerson) {
  Expect({
      {"SELECT department_id, count(*) FROM payroll.employees GROUP BY department_id", "+1"},
      {"SELECT month, sum(gross), max(gross) FROM payroll.payslips GROUP BY month", "+1"},
      {"SELECT max(employee_no) FROM payroll.employees GROUP BY birth_date", "+1"},
  });
}

TEST_F(PersonTraceTest, ValuesOfOthersAreNoCheaperInOneRow) {
  Expect({
      // One fixed person in front of all the others.
      {"SELECT a.employee_no, b.full_name FROM payroll.employees a, payroll.employees b", "0 +1"},
      {"SELECT a.full_name, b.full_name, c.full_name FROM payroll.employees a, payroll.employees b,"
       " payroll.employees c",
       "+3"},
      {"WITH w AS (SELECT employee_no, full_name FROM payroll.employees)"
       " SELECT a.employee_no, b.full_name FROM w a, w b",
       "0 +1"},
      {"SELECT e.employee_no, (SELECT x.full_name FROM payroll.employees x ORDER BY 1 LIMIT 1)"
       " FROM payroll.employees e",
       "0 +1"},
      // Two who are compared with a third that may be missing are not equal.
      {"SELECT a.employee_no, b.full_name FROM payroll.employees a CROSS JOIN payroll.employees b"
       " LEFT JOIN payroll.employees c ON c.employee_no = a.employee_no"
       " AND c.employee_no = b.employee_no",
       "0 +1"},
      {"SELECT a.employee_no, b.full_name, (SELECT c.full_name FROM payroll.employees c"
       " WHERE c.employee_no = a.employee_no AND c.employee_no = b.employee_no)"
       " FROM payroll.employees a, payroll.employees b",
       "0 +1"},
      {"SELECT a.employee_no, b.full_name FROM payroll.employees a LEFT JOIN payroll.employees b"
       " ON a.employee_no = a.employee_no",
       "0 +1"},
      // A full join shows rows of either side alone.
      {"SELECT a.employee_no, b.full_name FROM payroll.employees a FULL JOIN payroll.employees b"
       " ON a.employee_no = b.employee_no",
       "0"},
      // Other rows by window functions.
      {"SELECT employee_no, lead(full_name) OVER (ORDER BY employee_no) FROM payroll.employees",
       "0 +1"},
      {"SELECT employee_no, lag(gross) OVER (PARTITION BY employee_no ORDER BY month)"
       " FROM payroll.payslips",
       "0"},
      {"SELECT employee_no, lag(gross) OVER w FROM payroll.payslips"
       " WINDOW w AS (PARTITION BY employee_no ORDER BY month)",
       "0"},
      {"SELECT employee_no, max(gross) OVER (ORDER BY month ROWS BETWEEN 5 FOLLOWING AND"
       " 5 FOLLOWING) FROM payroll.payslips",
       "0 +1"},
      {"SELECT max(full_name) FILTER (WHERE employee_no = '1'),"
       " max(full_name) FILTER (WHERE employee_no = '2') FROM payroll.employees",
       "+2"},
      {"SELECT max(CASE WHEN employee_no = '1' THEN full_name END),"
       " max(CASE WHEN employee_no = '2' THEN full_name END) FROM payroll.employees",
       "+2"},
      {"SELECT n FROM payroll.employees e, LATERAL unnest(ARRAY[e.full_name, e.phone]) AS u(n)",
       "+1"},
      {"SELECT n FROM payroll.employees e, LATERAL (VALUES (e.full_name), (e.phone)) AS v(n)",
       "+1"},
  });
}

TEST_F(PersonTraceTest, EitherSideOfASetOperationIsCounted) {
  Expect({
      {"SELECT employee_no FROM payroll.employees UNION SELECT employee_no FROM payroll.payslips",
       "0 0"},
      {"SELECT employee_no, 'x' FROM payroll.payslips UNION ALL SELECT 'x', full_name"
       " FROM payroll.employees",
       "0 +1"},
      {"SELECT employee_no FROM payroll.employees EXCEPT SELECT employee_no FROM payroll.payslips",
       "0"},
      // Numbers of one side say nothing about joins of the other's rows.
      {"WITH u AS (SELECT employee_no AS a, full_name AS b FROM payroll.employees UNION ALL"
       " SELECT p.employee_no, p.employee_no FROM payroll.payslips p)"
       " SELECT u.a, x.full_name FROM u JOIN payroll.employees x ON x.employee_no = u.b",
       "0 0 +1"},
  });
}

TEST_F(PersonTraceTest, AnyNumberOfPeopleInOneValueIsRefused) {
  Expect({
      {"SELECT string_agg(full_name, ',') FROM payroll.employees", "refused"},
      {"SELECT department_id, array_agg(full_name) FROM payroll.employees GROUP BY department_id",
       "refused"},
      {"SELECT ARRAY(SELECT full_name FROM payroll.employees)", "refused"},
      {"SELECT json_agg(e) FROM payroll.employees e", "refused"},
      {"SELECT n FROM (SELECT string_agg(full_name, ',') AS n FROM payroll.employees) s",
       "refused"},
      {"SELECT employee_no, array_agg(full_name) OVER () FROM payroll.employees", "refused"},
      {"SELECT employee_no, array_agg(gross) FROM payroll.payslips GROUP BY employee_no", "0"},
      {"SELECT e.employee_no, array_agg(p.gross) FROM payroll.employees e LEFT JOIN"
       " payroll.payslips p ON p.employee_no = e.employee_no GROUP BY e.employee_no",
       "0"},
      {"SELECT string_agg(name, ',') FROM payroll.departments", "nobody"},
  });
}

// Of the vendor, over a catalog in which employees have a number that is never NULL.
bool NullIsNobody(const std::string& statement) {
  std::vector<CatalogRelation> relations = FixtureCatalog()->relations();
  for (CatalogRelation& relation : relations) {
    for (CatalogColumn& column : relation.columns) {
      column.is_not_null |= column.name == "employee_no";
    }
  }
  const std::shared_ptr<const Policy> policy = FixturePolicy();
  const VisibleSchema schema(policy, std::make_shared<const CatalogSnapshot>(relations),
                             FixtureKeyring(), *policy->FindAccount("vendor"), {absl::Now()});
  auto masked = sql::Compile(*sql::Parse(statement, sql::ParseLimits()), schema, {}, true);
  EXPECT_TRUE(masked.ok()) << masked.status();
  return masked->persons.someone.size() == 1 && masked->persons.someone[0].null_is_nobody;
}

TEST_F(PersonTraceTest, AnOuterJoinThatFoundNobodyShowsNobody) {
  EXPECT_TRUE(NullIsNobody(
      "SELECT d.name, e.employee_no FROM payroll.departments d LEFT JOIN payroll.employees e"
      " ON e.department_id = d.id"));
  // The other side may be there alone.
  EXPECT_FALSE(NullIsNobody(
      "SELECT a.employee_no, b.full_name FROM payroll.employees a FULL JOIN payroll.employees b"
      " ON a.employee_no = b.employee_no"));
  // NULL stands for all groups together.
  EXPECT_FALSE(NullIsNobody(
      "SELECT employee_no, max(gross) FROM payroll.payslips GROUP BY ROLLUP (employee_no)"));
}

TEST_F(PersonTraceTest, NothingIsTracedForWhoHasNoBudget) {
  const auto masked = CompileFor("vendor", "SELECT full_name FROM payroll.employees");
  ASSERT_TRUE(masked.ok());
  EXPECT_FALSE(masked->persons.shows_anybody());
}

}  // namespace
}  // namespace sudare::testing
