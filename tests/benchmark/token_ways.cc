#include <string>

#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/side_by_side.h"

namespace sudare::testing {

void BenchmarkTokenWays(Bench& bench) {
  struct Way {
    const char* name;
    const char* sql;
  };
  // 41,667 people in a million rows. The inverted literal is token_lookup.
  constexpr Way kWays[] = {
      {"token_way_egress", "SELECT full_name FROM bench.payslips"},
      {"token_way_equality", "SELECT full_name, count(*) FROM bench.payslips GROUP BY full_name"},
      {"token_way_map",
       "SELECT full_name, count(*) FROM bench.payslips GROUP BY full_name ORDER BY full_name"},
      {"open_order_of_a_join",
       "SELECT a.id, b.gross FROM bench.payslips a JOIN bench.payslips b ON b.id = a.id + 1"},
  };
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  for (const Way& way : kWays) {
    ReportSideBySide(way.name, way.sql, /*rounds=*/5, bench, *stub, "bench");
  }
}

}  // namespace sudare::testing
