#include "tests/proxy/state/state_under_test.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proxy/state/postgres_store.h"
#include "proxy/state/sqlite_store.h"
#include "tests/support/postgres.h"

namespace sudare::testing {
namespace {

// The machine may be busy with other tests.
constexpr absl::Duration kPatience = absl::Seconds(30);

class SqliteState : public StateUnderTest {
 public:
  SqliteState() {
    char folder[] = "/tmp/sudare-state-XXXXXX";
    folder_ = mkdtemp(folder);
  }
  ~SqliteState() override { std::filesystem::remove_all(folder_); }

  absl::StatusOr<std::unique_ptr<StateStore>> Open() override {
    return OpenStateAt("sqlite", Path());
  }
  std::vector<std::string> Arguments() const override { return {"sqlite", Path()}; }
  void Lose() override { std::filesystem::rename(Path(), Path() + ".away"); }
  void GiveBack() override { std::filesystem::rename(Path() + ".away", Path()); }

 private:
  std::string Path() const { return absl::StrCat(folder_, "/state.sqlite"); }

  std::string folder_;
};

// Every test may stop it: one that needs it finds it started.
PostgresServer* Server() {
  static PostgresServer* const server = [] {
    PostgresServer::Options options;
    options.durable = true;
    auto started = PostgresServer::Start(options);
    return started.ok() ? started->release() : nullptr;
  }();
  return server;
}

class PostgresState : public StateUnderTest {
 public:
  PostgresState() : schema_(absl::StrCat("state_", ++count)) {}

  absl::StatusOr<std::unique_ptr<StateStore>> Open() override {
    return OpenStateAt("postgres", Place());
  }
  std::vector<std::string> Arguments() const override { return {"postgres", Place()}; }
  void Lose() override { Server()->Stop().IgnoreError(); }
  void GiveBack() override { Server()->Restart().IgnoreError(); }

 private:
  std::string Place() const { return absl::StrCat(schema_, " ", Server()->ConnectionString()); }

  static inline int count = 0;
  const std::string schema_;
};

}  // namespace

std::unique_ptr<StateUnderTest> MakePostgresState() {
  return Server() == nullptr ? nullptr : std::make_unique<PostgresState>();
}

std::unique_ptr<StateUnderTest> MakeSqliteState() { return std::make_unique<SqliteState>(); }

absl::StatusOr<std::unique_ptr<StateStore>> OpenStateAt(const std::string& kind,
                                                        const std::string& place) {
  if (kind == "sqlite") {
    SqliteStoreOptions options;
    options.path = place;
    options.busy_timeout = kPatience;
    return OpenSqliteStore(std::move(options));
  }
  const std::pair<std::string, std::string> parts = absl::StrSplit(place, absl::MaxSplits(' ', 1));
  PostgresStoreOptions options;
  options.schema = parts.first;
  options.connection = parts.second;
  options.connect_timeout = kPatience;
  options.timeout = kPatience;
  return OpenPostgresStore(std::move(options));
}

}  // namespace sudare::testing
