#include "tests/proxy/state/state_under_test.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proxy/state/sqlite_store.h"

namespace sudare::testing {
namespace {

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

}  // namespace

std::unique_ptr<StateUnderTest> MakeSqliteState() { return std::make_unique<SqliteState>(); }

absl::StatusOr<std::unique_ptr<StateStore>> OpenStateAt(const std::string& kind,
                                                        const std::string& place) {
  if (kind == "sqlite") {
    SqliteStoreOptions options;
    options.path = place;
    return OpenSqliteStore(std::move(options));
  }
  return absl::InvalidArgumentError(kind);
}

}  // namespace sudare::testing
