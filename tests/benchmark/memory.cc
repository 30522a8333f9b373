#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {

void BenchmarkMemory(Bench& bench) {
  constexpr double kMiB = 1 << 20;
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  // Warm: caches and pools have their size after one answer.
  Require(RunQuery(*stub, "bench", kStreamSql, {}, false).status.ok(), "the warm-up failed");
  const double before = bench.proxy().ResidentBytes() / kMiB;
  std::atomic<bool> done = false;
  double most = before;
  std::thread watch([&] {
    while (!done) {
      most = std::max(most, bench.proxy().ResidentBytes() / kMiB);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const Reply reply = RunQuery(
      *stub, "bench", "SELECT p.*, generate_series(1, 10) FROM bench.payslips p", {}, false);
  done = true;
  watch.join();
  Require(reply.status.ok() && reply.row_count == 10000000, reply.status.error_message());
  Report("memory_10m", std::max(most - before, 0.0), 64, "MiB");
}

}  // namespace sudare::testing
