#include <vector>

#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/reference.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {

void BenchmarkAggregate(Bench& bench) {
  constexpr char kSql[] =
      "SELECT month, count(*), sum(gross), avg(gross), max(gross) FROM bench.payslips WHERE gross "
      "> 200000 GROUP BY month";
  constexpr int kRounds = 9;
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  Reference reference(bench.server().ConnectionString());
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int round = 0; round <= kRounds; ++round) {
    const double raw =
        SecondsOf([&] { Require(reference.Stream(kSql) == 24, "the reference lost groups"); });
    const double masked = SecondsOf([&] {
      const Reply reply = RunQuery(*stub, "bench", kSql);
      Require(reply.status.ok() && reply.rows.size() == 24, reply.status.error_message());
    });
    if (round == 0) continue;
    theirs.push_back(raw);
    ours.push_back(masked);
  }
  Report("aggregate", Median(ours), Median(theirs), "s");
}

}  // namespace sudare::testing
