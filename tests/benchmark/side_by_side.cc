#include "tests/benchmark/side_by_side.h"

#include <vector>

#include "tests/benchmark/reference.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {

void ReportSideBySide(const std::string& name, const std::string& sql, int rounds, Bench& bench,
                      sudare::v1::QueryService::Stub& stub, const std::string& account) {
  Reference reference(bench.server().ConnectionString());
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int round = 0; round <= rounds; ++round) {
    uint64_t expected = 0;
    const double raw = SecondsOf([&] { expected = reference.Stream(sql); });
    uint64_t rows = 0;
    const double masked = SecondsOf([&] {
      const Reply reply = RunQuery(stub, account, sql, {}, false);
      Require(reply.status.ok(), reply.status.error_message());
      rows = reply.row_count;
    });
    Require(rows == expected, name + ": the proxy gave another number of rows");
    // The first round warms caches.
    if (round == 0) continue;
    theirs.push_back(raw);
    ours.push_back(masked);
  }
  Report(name, Median(ours), Median(theirs), "s");
}

}  // namespace sudare::testing
