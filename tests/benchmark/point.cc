#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/reference.h"
#include "tests/benchmark/report.h"
#include "tests/support/child_process.h"

namespace sudare::testing {
namespace {

constexpr int kQueries = 4000;
constexpr int kWarmUp = 200;

constexpr char kPointSql[] =
    "SELECT employee_no, full_name, phone, gross FROM bench.payslips WHERE id = $1";

std::vector<double> Times(const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int i = 0; i < kWarmUp + kQueries; ++i) {
    const double seconds = SecondsOf([&] { work(i); });
    if (i >= kWarmUp) times.push_back(seconds * 1e6);
  }
  return times;
}

int KeyOf(int i) { return static_cast<int>(i * 7919LL % 1000000); }

std::vector<double> ThroughProxy(sudare::v1::QueryService::Stub& stub, const std::string& sql,
                                 const std::function<std::string(int)>& parameter) {
  return Times([&](int i) {
    const Reply reply = RunQuery(stub, "bench", sql, {parameter(i)});
    Require(reply.status.ok() && !reply.rows.empty(),
            "a point query failed: " + reply.status.error_message());
  });
}

// A query that a gRPC server of a few lines answers with a constant.
std::vector<double> OverBareRpc(const std::function<std::string(int)>& parameter) {
  int pipe_ends[2];
  Require(pipe(pipe_ends) == 0, "no pipe");
  ChildOptions options;
  // `bazel run` starts in the folder of the runfiles; a child starts in the root.
  options.arguments = {std::filesystem::absolute("tests/benchmark/bare_server").string()};
  options.output = pipe_ends[1];
  options.dies_with_parent = true;
  auto server = ChildProcess::Start(options);
  Require(server.ok(), std::string(server.status().message()));
  close(pipe_ends[1]);
  std::string port;
  for (char c; read(pipe_ends[0], &c, 1) == 1 && c != '\n';) port.push_back(c);
  close(pipe_ends[0]);
  Require(!port.empty(), "the bare server did not start");
  auto stub = sudare::v1::QueryService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + port, grpc::InsecureChannelCredentials()));
  std::vector<double> times = ThroughProxy(*stub, kPointSql, parameter);
  server->Signal(SIGKILL);
  return times;
}

}  // namespace

void BenchmarkPoint(Bench& bench) {
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  Reference reference(bench.server().ConnectionString());
  reference.Prepare("point", kPointSql);
  const std::vector<double> raw = Times(
      [&](int i) { Require(reference.Execute("point", {absl::StrCat(KeyOf(i))}) == 1, "no row"); });
  const auto key = [](int i) { return absl::StrCat(KeyOf(i)); };
  const std::vector<double> ours = ThroughProxy(*stub, kPointSql, key);
  Report("point_p50", Percentile(ours, 0.5), Percentile(raw, 0.5), "us");
  Report("point_p99", Percentile(ours, 0.99), Percentile(raw, 0.99), "us");
  auto in_memory = bench.ProxyWithLogInMemory();
  auto its_stub = sudare::v1::QueryService::NewStub(in_memory->PlainChannel());
  const std::vector<double> without_disk = ThroughProxy(*its_stub, kPointSql, key);
  Report("point_p50_log_in_memory", Percentile(without_disk, 0.5), Percentile(raw, 0.5), "us");
  const std::vector<double> bare = OverBareRpc(key);
  Report("point_p50_two_hops", Percentile(without_disk, 0.5),
         Percentile(raw, 0.5) + Percentile(bare, 0.5), "us");
}

void BenchmarkTokenLookup(Bench& bench) {
  auto stub = sudare::v1::QueryService::NewStub(bench.proxy().PlainChannel());
  const Reply names = RunQuery(
      *stub, "bench",
      "SELECT full_name, employee_no FROM bench.payslips WHERE month = '2022-04-01' LIMIT 4300");
  Require(names.status.ok() && names.rows.size() == 4300, "no tokens to look up");
  const std::string columns = "SELECT id, month, gross FROM bench.payslips WHERE ";
  // Both find the 24 rows of one employee by an index.
  const std::vector<double> unmasked =
      ThroughProxy(*stub, columns + "employee_no = $1", [&](int i) { return *names.rows[i][1]; });
  const std::vector<double> by_token =
      ThroughProxy(*stub, columns + "full_name = $1", [&](int i) { return *names.rows[i][0]; });
  Report("token_lookup", Percentile(by_token, 0.5), Percentile(unmasked, 0.5), "us");
}

}  // namespace sudare::testing
