#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/report.h"

namespace sudare::testing {

constexpr int kRows = 1000000;

PostgresServer& Bench::server() {
  if (server_ == nullptr) {
    auto server = StartBenchDatabase(kRows);
    Require(server.ok(), std::string(server.status().message()));
    server_ = *std::move(server);
  }
  return *server_;
}

ProxyProcess& Bench::proxy() {
  if (proxy_ == nullptr) {
    ProxyOptions options;
    options.connection = server().ConnectionString();
    options.policy = BenchPolicy("{hash}");
    auto proxy = ProxyProcess::Start(options);
    Require(proxy.ok(), std::string(proxy.status().message()));
    proxy_ = *std::move(proxy);
    // Until the catalog has been read.
    auto stub = sudare::v1::QueryService::NewStub(proxy_->PlainChannel());
    for (int i = 0; i < 100; ++i) {
      if (RunQuery(*stub, "bench", "SELECT 1").status.ok()) break;
    }
  }
  return *proxy_;
}

}  // namespace sudare::testing
