#include "proxy/state/sqlite_store.h"

#include <filesystem>
#include <shared_mutex>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/state/growing_version.h"
#include "proxy/state/sqlite_database.h"
#include "proxy/state/state_limits.h"

namespace sudare {
namespace {

using state::SqliteConnection;
using state::SqliteDatabase;
using Statement = SqliteConnection::Statement;

class Transaction : public StateTransaction {
 public:
  Transaction(SqliteConnection* connection, absl::Time now) : connection_(*connection), now_(now) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view table,
                                                 absl::string_view key) override {
    SUDARE_RETURN_IF_ERROR(state::CheckEntry(table, key, ""));
    SUDARE_ASSIGN_OR_RETURN(
        Statement get, connection_.Prepare("SELECT value FROM entries WHERE name = ? AND key = ?"));
    get.BindText(1, table);
    get.BindBytes(2, key);
    SUDARE_ASSIGN_OR_RETURN(const bool found, get.Step());
    if (!found) return std::nullopt;
    return std::string(get.Bytes(0));
  }

  absl::StatusOr<std::vector<StateEntry>> Scan(absl::string_view table,
                                               absl::string_view prefix) override {
    SUDARE_RETURN_IF_ERROR(state::CheckTable(table));
    const std::optional<std::string> end = state::EndOfPrefix(prefix);
    SUDARE_ASSIGN_OR_RETURN(
        Statement scan,
        connection_.Prepare(
            end.has_value()
                ? "SELECT key, value FROM entries WHERE name = ? AND key >= ? AND key < ? "
                  "ORDER BY key"
                : "SELECT key, value FROM entries WHERE name = ? AND key >= ? ORDER BY key"));
    scan.BindText(1, table);
    scan.BindBytes(2, prefix);
    if (end.has_value()) scan.BindBytes(3, *end);
    std::vector<StateEntry> entries;
    while (true) {
      SUDARE_ASSIGN_OR_RETURN(const bool found, scan.Step());
      if (!found) return entries;
      entries.push_back({std::string(scan.Bytes(0)), std::string(scan.Bytes(1))});
    }
  }

  absl::Time Now() override { return now_; }

  absl::Status Put(absl::string_view table, absl::string_view key,
                   absl::string_view value) override {
    SUDARE_RETURN_IF_ERROR(state::CheckEntry(table, key, value));
    SUDARE_ASSIGN_OR_RETURN(
        Statement put,
        connection_.Prepare("INSERT INTO entries (name, key, value) VALUES (?, ?, ?) "
                            "ON CONFLICT (name, key) DO UPDATE SET value = excluded.value"));
    put.BindText(1, table);
    put.BindBytes(2, key);
    put.BindBytes(3, value);
    return Change(put);
  }

  absl::Status Delete(absl::string_view table, absl::string_view key) override {
    SUDARE_RETURN_IF_ERROR(state::CheckEntry(table, key, ""));
    SUDARE_ASSIGN_OR_RETURN(Statement erase,
                            connection_.Prepare("DELETE FROM entries WHERE name = ? AND key = ?"));
    erase.BindText(1, table);
    erase.BindBytes(2, key);
    return Change(erase);
  }

  // Last in a transaction: others are to see that something has changed.
  absl::Status CountChange() {
    if (!has_changed_) return absl::OkStatus();
    SUDARE_ASSIGN_OR_RETURN(Statement count,
                            connection_.Prepare("UPDATE state SET version = version + 1"));
    return count.Step().status();
  }

 private:
  absl::Status Change(Statement& statement) {
    has_changed_ = true;
    return statement.Step().status();
  }

  SqliteConnection& connection_;
  const absl::Time now_;
  bool has_changed_ = false;
};

class SqliteStore : public StateStore {
 public:
  SqliteStore(SqliteStoreOptions options, std::unique_ptr<SqliteDatabase> database)
      : options_(std::move(options)), files_(database->files()), database_(std::move(database)) {}

  absl::Status Transact(absl::FunctionRef<absl::Status(StateTransaction&)> work) override {
    return Run([&](SqliteDatabase& database) {
      return database.Write([&](SqliteConnection& connection) -> absl::Status {
        Transaction transaction(&connection, options_.clock());
        SUDARE_RETURN_IF_ERROR(work(transaction));
        return transaction.CountChange();
      });
    });
  }

  absl::Status Read(absl::FunctionRef<absl::Status(StateReader&)> work) override {
    return Run([&](SqliteDatabase& database) {
      return database.Read([&](SqliteConnection& connection) {
        Transaction transaction(&connection, options_.clock());
        return work(transaction);
      });
    });
  }

  absl::StatusOr<uint64_t> Version() override {
    int64_t stored = 0;
    SUDARE_RETURN_IF_ERROR(Run([&](SqliteDatabase& database) {
      return database.Read([&](SqliteConnection& connection) -> absl::Status {
        SUDARE_ASSIGN_OR_RETURN(stored, connection.QueryInteger("SELECT version FROM state"));
        return absl::OkStatus();
      });
    }));
    return version_.Of(static_cast<uint64_t>(stored));
  }

 private:
  using Use = absl::FunctionRef<SqliteDatabase::Outcome(SqliteDatabase&)>;

  // Twice, if what is open turns out to be no longer the state before anything was done with it.
  absl::Status Run(Use use) {
    SqliteDatabase::Outcome outcome = UseOnce(use);
    if (outcome.is_lost && outcome.is_untouched) outcome = UseOnce(use);
    return std::move(outcome.status);
  }

  SqliteDatabase::Outcome UseOnce(Use use) {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    while (database_ == nullptr) {
      lock.unlock();
      absl::Status status = Reopen();
      if (!status.ok()) return {std::move(status)};
      lock.lock();
    }
    const SqliteDatabase* const used = database_.get();
    SqliteDatabase::Outcome outcome = use(*database_);
    lock.unlock();
    if (outcome.is_lost) Close(used);
    return outcome;
  }

  // Waits for all who use it: two logs of one file would spoil each other.
  void Close(const SqliteDatabase* used) {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    if (database_.get() != used) return;
    const bool is_whole = database_->Checkpoint();
    database_.reset();
    state::RemoveOrphans(options_.path, files_, /*holds_changes=*/!is_whole);
  }

  absl::Status Reopen() {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    if (database_ != nullptr) return absl::OkStatus();
    auto opened = SqliteDatabase::Open(options_.path, /*make=*/false, options_.busy_timeout);
    if (!opened.ok()) return absl::UnavailableError(opened.status().message());
    version_.OpenedAnew();
    files_ = (*opened)->files();
    database_ = *std::move(opened);
    return absl::OkStatus();
  }

  const SqliteStoreOptions options_;
  state::GrowingVersion version_;
  std::shared_mutex mutex_;  // held shared to use the database, alone to change which it is
  state::StateFiles files_;
  std::unique_ptr<SqliteDatabase> database_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StateStore>> OpenSqliteStore(SqliteStoreOptions options) {
  // Whoever changes the working directory later doesn't change the file.
  std::error_code error;
  options.path = std::filesystem::absolute(options.path, error).lexically_normal().string();
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteDatabase> database,
                          SqliteDatabase::Open(options.path, /*make=*/true, options.busy_timeout));
  return std::make_unique<SqliteStore>(std::move(options), std::move(database));
}

}  // namespace sudare
