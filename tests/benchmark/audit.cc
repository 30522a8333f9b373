#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {
namespace {

constexpr int kClients = 32;
constexpr int kSeconds = 5;

double QueriesASecond(ProxyProcess& proxy) {
  std::atomic<uint64_t> done = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      auto stub = sudare::v1::QueryService::NewStub(proxy.PlainChannel());
      for (int k = 0; !stop; ++k) {
        const Reply reply =
            RunQuery(*stub, "bench", "SELECT gross FROM bench.payslips WHERE id = $1",
                     {absl::StrCat((i * 31337 + k) % 1000000)});
        Require(reply.status.ok(), reply.status.error_message());
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const uint64_t before = done;
  std::this_thread::sleep_for(std::chrono::seconds(kSeconds));
  const uint64_t after = done;
  stop = true;
  for (std::thread& client : clients) client.join();
  return static_cast<double>(after - before) / kSeconds;
}

}  // namespace

void BenchmarkAudit(Bench& bench) {
  // There is no way to switch the log off; in memory it costs the processor the same, and no disk.
  auto in_memory = bench.ProxyWithLogInMemory();
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int round = 0; round < 3; ++round) {
    theirs.push_back(QueriesASecond(*in_memory));
    ours.push_back(QueriesASecond(bench.proxy()));
  }
  Report("audit", Median(ours), Median(theirs), "queries/s");
}

}  // namespace sudare::testing
