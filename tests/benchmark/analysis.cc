#include <string>
#include <vector>

#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/report.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/fake_backend.h"
#include "tests/support/pipeline_harness.h"

namespace sudare::testing {
namespace {

constexpr int kRounds = 2000;

constexpr char kReportSql[] = R"(
WITH latest AS (
  SELECT DISTINCT ON (p.employee_no) p.employee_no, p.month, p.gross, p.bank_account
  FROM payroll.payslips p
  WHERE p.month >= '2023-01-01'
  ORDER BY p.employee_no, p.month DESC
), totals AS (
  SELECT e.department_id, count(*) AS people, sum(l.gross) AS gross,
         count(*) FILTER (WHERE e.birth_date < '1980-01-01') AS older
  FROM payroll.employees e JOIN latest l ON l.employee_no = e.employee_no
  WHERE e.employment_kind <> 'part' AND e.full_name IS NOT NULL
  GROUP BY e.department_id
)
SELECT d.name, t.people, t.gross, round(t.gross::numeric / t.people, 1) AS mean, t.older,
       CASE WHEN t.gross > lag(t.gross) OVER (ORDER BY d.id) THEN 'up' ELSE 'down' END AS trend,
       (SELECT max(l.gross) FROM latest l JOIN payroll.employees x USING (employee_no)
        WHERE x.department_id = d.id) AS top
FROM payroll.departments d LEFT JOIN totals t ON t.department_id = d.id
ORDER BY t.gross DESC NULLS LAST LIMIT 20)";

std::vector<double> Micros(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) times.push_back(SecondsOf(work) * 1e6);
  return times;
}

// A known statement's way through the pipeline, with a database and a log that take no time:
// admission, look-up of the compiled statement, binding, records for the log.
std::vector<double> KnownStatementMicros() {
  FakeBackend backend;
  backend.When("latest", {{{"name", 25, "text"},
                           {"people", 20, "int8"},
                           {"gross", 20, "int8"},
                           {"mean", 1700, "numeric"},
                           {"older", 20, "int8"},
                           {"trend", 25, "text"},
                           {"top", 23, "int4"}},
                          {}});
  FakeAuditLog audit;
  PipelineHarness::Options options;
  options.policy = FixturePolicy();
  options.catalog = FixtureCatalog();
  options.keyring = FixtureKeyring();
  options.backend = &backend;
  options.audit = &audit;
  PipelineHarness harness(std::move(options));
  return Micros([&] {
    const absl::StatusOr<Answer> answer = harness.Query("vendor", kReportSql);
    Require(answer.ok(), answer.status().ToString());
  });
}

}  // namespace

void BenchmarkAnalysis(Bench&) {
  const std::vector<double> parse = Micros(
      [] { Require(sql::Parse(kReportSql, sql::ParseLimits()).ok(), "the report doesn't parse"); });
  const std::vector<double> cold =
      Micros([] { Require(CompileFor("vendor", kReportSql).ok(), "the report is refused"); });
  Report("analysis_cold", Median(cold), Median(parse), "us");
  Report("analysis_cached", Median(KnownStatementMicros()), 5, "us");
}

}  // namespace sudare::testing
