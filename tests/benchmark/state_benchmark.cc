// The stores of the state: a change, a read and a look at the version; for SQLite against a bare
// write + fdatasync of one page, for PostgreSQL against the same on that server's disk. One JSON
// object a line; ratios are of times, so less is better. argv[1]: a folder on the disk to measure.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "proxy/state/postgres_store.h"
#include "proxy/state/sqlite_store.h"
#include "tests/benchmark/report.h"
#include "tests/support/postgres.h"

namespace sudare::testing {
namespace {

constexpr int kCalls = 1000;
constexpr int kThreads = 8;

std::vector<double> MicrosOf(const std::function<void()>& call) {
  std::vector<double> micros;
  for (int i = 0; i < kCalls; ++i) micros.push_back(SecondsOf(call) * 1e6);
  return micros;
}

class BareFile {
 public:
  explicit BareFile(const std::string& path)
      : fd_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)), page_(4096 + 24, 'x') {
    Require(fd_ >= 0, "can't open the reference file");
    // As in a log that is written round and round, no size changes.
    for (size_t i = 0; i < kPages; ++i) Write();
  }
  ~BareFile() { close(fd_); }
  void Write() {
    const off_t at = static_cast<off_t>(next_++ % kPages * page_.size());
    Require(pwrite(fd_, page_.data(), page_.size(), at) == static_cast<ssize_t>(page_.size()) &&
                fdatasync(fd_) == 0,
            "can't write the reference file");
  }

 private:
  static constexpr size_t kPages = 64;
  const int fd_;
  const std::string page_;
  size_t next_ = 0;
};

// A read and a change, as of a budget.
void Count(StateStore& store, const std::string& key) {
  const absl::Status status = store.Transact([&](StateTransaction& transaction) {
    auto found = transaction.Get("budgets", key);
    if (!found.ok()) return found.status();
    return transaction.Put("budgets", key, absl::StrCat(found->value_or("").size()));
  });
  Require(status.ok(), status.ToString());
}

void Look(StateStore& store) {
  const absl::Status status =
      store.Read([](StateReader& reader) { return reader.Get("budgets", "k").status(); });
  Require(status.ok(), status.ToString());
}

void Measure(const std::string& name, StateStore& store, BareFile& bare) {
  const std::vector<double> reference = MicrosOf([&] { bare.Write(); });
  const auto report = [&](const char* what, const std::vector<double>& ours) {
    Report(absl::StrCat("state_", name, "_", what, "_p50"), Median(ours), Median(reference), "us");
    Report(absl::StrCat("state_", name, "_", what, "_p99"), Percentile(ours, 0.99),
           Percentile(reference, 0.99), "us");
  };
  report("change", MicrosOf([&] { Count(store, "k"); }));
  report("read", MicrosOf([&] { Look(store); }));
  report("version", MicrosOf([&] { Require(store.Version().ok(), "no version"); }));
  const double seconds = SecondsOf([&] {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&store, t] {
        for (int i = 0; i < kCalls / kThreads; ++i) Count(store, absl::StrCat(t));
      });
    }
    for (std::thread& thread : threads) thread.join();
  });
  Report(absl::StrCat("state_", name, "_change_8_threads"), seconds / kCalls * 1e6,
         Median(reference), "us/change");
}

void Run(const std::string& folder) {
  BareFile bare(folder + "/bare");
  SqliteStoreOptions sqlite;
  sqlite.path = folder + "/state/state.sqlite";
  auto file = OpenSqliteStore(sqlite);
  Require(file.ok(), file.status().ToString());
  Measure("sqlite", **file, bare);
  PostgresServer::Options durable;
  durable.durable = true;
  auto server = PostgresServer::Start(durable);
  Require(server.ok(), server.status().ToString());
  PostgresStoreOptions postgres;
  postgres.connection = (*server)->ConnectionString();
  postgres.timeout = absl::Seconds(20);
  auto database = OpenPostgresStore(postgres);
  Require(database.ok(), database.status().ToString());
  Measure("postgres", **database, bare);
}

}  // namespace
}  // namespace sudare::testing

int main(int argc, char** argv) {
  std::string folder = absl::StrCat(argc > 1 ? argv[1] : "/tmp", "/state-benchmark.XXXXXX");
  sudare::testing::Require(mkdtemp(&folder[0]) != nullptr, "no folder to measure in");
  sudare::testing::Run(folder);
  std::filesystem::remove_all(folder);
}
