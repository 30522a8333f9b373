#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
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

namespace {

std::unique_ptr<ProxyProcess> StartProxy(PostgresServer& server, const std::string& audit_folder) {
  ProxyOptions options;
  options.connection = server.ConnectionString();
  options.policy = BenchPolicy("{hash}");
  options.audit_folder = audit_folder;
  auto proxy = ProxyProcess::Start(options);
  Require(proxy.ok(), std::string(proxy.status().message()));
  // Until the catalog has been read.
  auto stub = sudare::v1::QueryService::NewStub((*proxy)->PlainChannel());
  for (int i = 0; i < 100; ++i) {
    if (RunQuery(*stub, "bench", "SELECT 1").status.ok()) return *std::move(proxy);
    absl::SleepFor(absl::Milliseconds(50));
  }
  Require(false, "the proxy doesn't answer");
  return nullptr;
}

}  // namespace

ProxyProcess& Bench::proxy() {
  if (proxy_ == nullptr) proxy_ = StartProxy(server(), "");
  return *proxy_;
}

std::unique_ptr<ProxyProcess> Bench::ProxyWithLogInMemory() {
  char folder[] = "/dev/shm/sudare-audit-XXXXXX";
  Require(mkdtemp(folder) != nullptr, "no folder in memory");
  return StartProxy(server(), absl::StrCat(folder, "/audit"));
}

}  // namespace sudare::testing
