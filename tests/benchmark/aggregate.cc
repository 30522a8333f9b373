#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/side_by_side.h"

namespace sudare::testing {

void BenchmarkAggregate(Bench& bench) {
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  ReportSideBySide("aggregate",
                   "SELECT month, count(*), sum(gross), avg(gross), max(gross) FROM bench.payslips "
                   "WHERE gross > 200000 GROUP BY month",
                   /*rounds=*/9, bench, *stub, "bench");
}

}  // namespace sudare::testing
