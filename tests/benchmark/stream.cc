#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/side_by_side.h"

namespace sudare::testing {
namespace {

constexpr int kRounds = 7;

}  // namespace

void BenchmarkStream(Bench& bench) {
  auto plain = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  ReportSideBySide("stream_1m", kStreamSql, kRounds, bench, *plain, "bench");
  auto tls =
      sudare::v1::QueryService::NewStub(bench.proxy().TlsChannel("bench", "bench@example.com"));
  ReportSideBySide("stream_1m_tls", kStreamSql, kRounds, bench, *tls, "");
}

}  // namespace sudare::testing
