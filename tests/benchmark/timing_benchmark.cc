// What is left of the side channels: how long statements take on two databases that look the same
// to the account. `ours` is the database with 20,000 rows that the account's row filter hides,
// `reference` the one without them. Medians, asked in turn. One JSON object a line.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/benchmark/report.h"
#include "tests/differential/look_alikes.h"
#include "tests/differential/masked_database.h"

namespace sudare::testing {
namespace {

constexpr char kAccount[] = "filtered";
constexpr int kRounds = 60;

constexpr char kVisibleRows[] = R"(
INSERT INTO payroll.employees (employee_no, full_name, birth_date, department_id, employment_kind)
SELECT 'a' || i, 'person ' || i, date '1970-01-01' + i % 9000, 1 + i % 8, 'regular'
FROM generate_series(1, 20000) i)";

constexpr char kHiddenRows[] = R"(
INSERT INTO payroll.employees (employee_no, full_name, birth_date, department_id, employment_kind)
SELECT 'h' || i, 'hidden ' || i, date '1970-01-01' + i % 9000, 1 + i % 8, 'special'
FROM generate_series(1, 20000) i)";

struct Question {
  const char* name;
  const char* sql;
};

constexpr Question kQuestions[] = {
    {"key", "SELECT full_name FROM payroll.employees WHERE employee_no = 'a500'"},
    {"key_of_hidden_row", "SELECT full_name FROM payroll.employees WHERE employee_no = 'h500'"},
    {"token", "SELECT employee_no FROM payroll.employees WHERE full_name = '{{person 500}}'"},
    {"token_of_hidden_row",
     "SELECT employee_no FROM payroll.employees WHERE full_name = '{{hidden 500}}'"},
    {"count", "SELECT count(*) FROM payroll.employees"},
    {"group_by_department",
     "SELECT department_id, count(*) FROM payroll.employees GROUP BY department_id"},
    {"group_by_token", "SELECT full_name, count(*) FROM payroll.employees GROUP BY full_name"},
    {"like_on_token", "SELECT count(*) FROM payroll.employees WHERE full_name LIKE '%x%'"},
    {"join",
     "SELECT count(*) FROM payroll.employees e JOIN payroll.departments d ON d.id = "
     "e.department_id"},
    {"first_by_key", "SELECT employee_no FROM payroll.employees ORDER BY employee_no LIMIT 10"},
    {"all_rows", "SELECT * FROM payroll.employees ORDER BY employee_no"},
};

void Fill(const LookAlikes& databases, const std::string& name,
          const std::vector<const char*>& with) {
  std::vector<std::string> statements(with.begin(), with.end());
  statements.emplace_back("ANALYZE payroll.employees");
  const absl::Status done = databases.server().Run(absl::StrJoin(statements, ";\n"), name);
  Require(done.ok(), std::string(done.message()));
}

double MillisecondsOf(MaskedDatabase& database, const std::string& sql) {
  return 1e3 * SecondsOf([&] {
           const Observation seen = database.AskPipeline(kAccount, sql);
           Require(seen.status.ok(), absl::StrCat(sql, ": ", seen.status.message()));
         });
}

}  // namespace
}  // namespace sudare::testing

int main() {
  using namespace sudare::testing;  // NOLINT: a program of this namespace
  auto created = LookAlikes::Create(kAccount);
  Require(created.ok(), std::string(created.status().message()));
  LookAlikes& databases = **created;
  Fill(databases, "one", {kVisibleRows});
  Fill(databases, "other", {kVisibleRows, kHiddenRows});
  for (const Question& question : kQuestions) {
    const std::string sql = databases.Aimed(question.sql);
    Require(databases.one().AskPipeline(kAccount, sql).Text() ==
                databases.other().AskPipeline(kAccount, sql).Text(),
            absl::StrCat("the databases don't look alike: ", sql));
    std::vector<double> one, other;
    for (int i = 0; i < kRounds; ++i) {
      one.push_back(MillisecondsOf(databases.one(), sql));
      other.push_back(MillisecondsOf(databases.other(), sql));
    }
    Report(absl::StrCat("timing_", question.name), Median(other), Median(one), "ms");
  }
  return 0;
}
