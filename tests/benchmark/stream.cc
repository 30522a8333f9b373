#include <string>
#include <vector>

#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/reference.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {
namespace {

constexpr int kRounds = 7;

void Compare(const std::string& name, Bench& bench, sudare::v1::QueryService::Stub& stub,
             const std::string& account) {
  Reference reference(bench.server().ConnectionString());
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int round = 0; round <= kRounds; ++round) {
    uint64_t expected = 0;
    const double raw = SecondsOf([&] { expected = reference.Stream(kStreamSql); });
    uint64_t rows = 0;
    const double masked = SecondsOf([&] {
      const Reply reply = RunQuery(stub, account, kStreamSql, {}, false);
      Require(reply.status.ok(), reply.status.error_message());
      rows = reply.row_count;
    });
    Require(rows == expected, "the stream lost rows");
    // The first round warms caches.
    if (round == 0) continue;
    theirs.push_back(raw);
    ours.push_back(masked);
  }
  Report(name, Median(ours), Median(theirs), "s");
}

}  // namespace

void BenchmarkStream(Bench& bench) {
  auto plain = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  Compare("stream_1m", bench, *plain, "bench");
  auto tls =
      sudare::v1::QueryService::NewStub(bench.proxy().TlsChannel("bench", "bench@example.com"));
  Compare("stream_1m_tls", bench, *tls, "");
}

}  // namespace sudare::testing
