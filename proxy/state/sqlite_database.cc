#include "proxy/state/sqlite_database.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/state/sqlite_schema.h"

namespace sudare::state {
namespace {

absl::Status Replaced(const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("the state file ", Quoted(path), " or its log was removed or replaced"));
}

// While the proxy runs, all that befalls the store is one thing to who uses it.
absl::Status Unavailable(const absl::Status& status, absl::string_view more = "") {
  return absl::UnavailableError(absl::StrCat(status.message(), more));
}

constexpr absl::string_view kInDoubt =
    "; whether the change was kept can't be known: look it up before trying again";

absl::Status QuickCheck(SqliteConnection& connection) {
  SUDARE_ASSIGN_OR_RETURN(const std::string found, connection.QueryText("PRAGMA quick_check(1)"));
  return found == "ok" ? absl::OkStatus() : connection.Damaged();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(const std::string& path,
                                                                     bool make,
                                                                     absl::Duration busy_timeout) {
  SUDARE_RETURN_IF_ERROR(make ? MakeStateFile(path) : CheckStateFile(path));
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path));
  SUDARE_ASSIGN_OR_RETURN(database->writer_, SqliteConnection::Open(path, busy_timeout));
  SUDARE_RETURN_IF_ERROR(database->Prepare(*database->writer_, make));
  SUDARE_ASSIGN_OR_RETURN(database->reader_, SqliteConnection::Open(path, busy_timeout));
  SUDARE_RETURN_IF_ERROR(database->reader_->UseWriteAheadLog());
  // A connection keeps the log's file open from its first look at the data on.
  SUDARE_RETURN_IF_ERROR(database->reader_->QueryInteger("PRAGMA user_version").status());
  database->files_ = StateFiles::At(path);
  if (database->writer_->HasMoved() || database->reader_->HasMoved()) return Replaced(path);
  return database;
}

absl::Status SqliteDatabase::Prepare(SqliteConnection& connection, bool make) const {
  SUDARE_RETURN_IF_ERROR(CheckSqliteSchema(connection, path_, SqliteSchemaSteps()));
  SUDARE_RETURN_IF_ERROR(QuickCheck(connection));
  if (make) {
    SUDARE_RETURN_IF_ERROR(connection.UseWriteAheadLog());
    SUDARE_RETURN_IF_ERROR(MigrateSqlite(connection, path_, SqliteSchemaSteps()));
    // So that the file alone, if somebody moves it without its log, is a state at all.
    return connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  SUDARE_RETURN_IF_ERROR(CheckSchema(connection));
  return connection.UseWriteAheadLog();
}

// Another process may have brought the file to another schema meanwhile, or cut it.
absl::Status SqliteDatabase::CheckSchema(SqliteConnection& connection) const {
  SUDARE_ASSIGN_OR_RETURN(const int64_t schema, connection.QueryInteger("PRAGMA user_version"));
  if (schema == static_cast<int64_t>(SqliteSchemaSteps().size())) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("the state file ", Quoted(path_),
                   " no longer has the schema of this release: put a copy of it in its place, or "
                   "restart the proxy"));
}

bool SqliteDatabase::Checkpoint() {
  // Of the two one may have failed for good. The first column tells whether something is left.
  for (SqliteConnection* connection : {writer_.get(), reader_.get()}) {
    const absl::StatusOr<int64_t> left =
        connection->QueryInteger("PRAGMA wal_checkpoint(TRUNCATE)");
    if (left.ok() && *left == 0) return true;
  }
  return false;
}

SqliteDatabase::Outcome SqliteDatabase::Read(Work work) {
  std::lock_guard<std::mutex> lock(reader_mutex_);
  Outcome outcome = Run(*reader_, "BEGIN", work);
  reader_->Rollback();
  return outcome;
}

SqliteDatabase::Outcome SqliteDatabase::Write(Work work) {
  std::lock_guard<std::mutex> lock(writer_mutex_);
  Outcome outcome = Run(*writer_, "BEGIN IMMEDIATE", work);
  if (outcome.status.ok()) outcome = Commit();
  writer_->Rollback();
  return outcome;
}

absl::Status SqliteDatabase::Begin(SqliteConnection& connection, const char* sql) const {
  SUDARE_RETURN_IF_ERROR(connection.Run(sql));
  SUDARE_RETURN_IF_ERROR(CheckSchema(connection));
  return StateFiles::At(path_) == files_ ? absl::OkStatus() : Replaced(path_);
}

SqliteDatabase::Outcome SqliteDatabase::Run(SqliteConnection& connection, const char* begin,
                                            Work work) const {
  const absl::Status begun = Begin(connection, begin);
  if (!begun.ok()) return {Unavailable(begun), !IsBusy(begun), /*is_untouched=*/true};
  absl::Status status = work(connection);
  if (connection.failure().ok()) return {std::move(status)};
  // Also if the work has not minded it: what it wrote may be gone.
  return {Unavailable(connection.failure()), /*is_lost=*/true};
}

SqliteDatabase::Outcome SqliteDatabase::Commit() const {
  const absl::Status status = writer_->Run("COMMIT");
  if (!status.ok()) {
    // A full disk is found before the mark of the commit is written. After any other failure the
    // mark may be on the disk, and the next start would find it.
    return {Unavailable(status, IsNoRoom(status) ? "" : kInDoubt), /*is_lost=*/true};
  }
  if (StateFiles::At(path_) == files_) return {absl::OkStatus()};
  return {Unavailable(Replaced(path_), kInDoubt), /*is_lost=*/true};
}

}  // namespace sudare::state
