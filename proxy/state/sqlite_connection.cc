#include "proxy/state/sqlite_connection.h"

#include <system_error>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::state {
namespace {

constexpr char kBusyUrl[] = "sudare/state-busy";
constexpr char kNoRoomUrl[] = "sudare/state-no-room";

absl::Status Marked(const char* url, std::string message) {
  absl::Status status = absl::UnavailableError(message);
  status.SetPayload(url, absl::Cord("1"));
  return status;
}

// synchronous=FULL: with a write-ahead log the lesser NORMAL, SQLite's usual advice, doesn't sync
// at a commit, and a power cut would take back what was acknowledged: a closed window would be open
// again. The rest keeps a file that somebody else prepared from doing anything but hold data.
constexpr char kSettings[] =
    "PRAGMA synchronous = FULL;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA temp_store = MEMORY;";

// SQLite's own handler sleeps longer each time, up to 100 ms: who waits that way for a process that
// writes all the time hardly ever finds the gap between two of its transactions.
constexpr absl::Duration kBusyNap = absl::Milliseconds(1);

}  // namespace

int SqliteConnection::OnBusy(void* self, int calls) {
  auto& connection = *static_cast<SqliteConnection*>(self);
  if (calls == 0) connection.busy_since_ = absl::Now();
  if (absl::Now() - connection.busy_since_ >= connection.busy_timeout_) return 0;
  absl::SleepFor(kBusyNap);
  return 1;
}

SqliteConnection::Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void SqliteConnection::Statement::BindText(int index, absl::string_view text) {
  const int code = sqlite3_bind_text(statement_, index, text.data(), static_cast<int>(text.size()),
                                     SQLITE_STATIC);
  if (bound_ == SQLITE_OK) bound_ = code;
}

void SqliteConnection::Statement::BindBytes(int index, absl::string_view bytes) {
  // A null pointer would be bound as NULL.
  const char* const data = bytes.empty() ? "" : bytes.data();
  const int code =
      sqlite3_bind_blob(statement_, index, data, static_cast<int>(bytes.size()), SQLITE_STATIC);
  if (bound_ == SQLITE_OK) bound_ = code;
}

absl::StatusOr<bool> SqliteConnection::Statement::Step() {
  if (!connection_->failure_.ok()) return connection_->failure_;
  if (bound_ != SQLITE_OK) return connection_->Error(bound_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_->Error(sqlite3_extended_errcode(connection_->db_.get()));
}

absl::string_view SqliteConnection::Statement::Bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return size == 0 ? absl::string_view() : absl::string_view(data, static_cast<size_t>(size));
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, absl::Duration busy_timeout) {
  sqlite3* database = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                         SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &database, kFlags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(path, database, busy_timeout));
  if (code != SQLITE_OK) return connection->Error(code);
  SUDARE_RETURN_IF_ERROR(connection->SetUp());
  return connection;
}

SqliteConnection::~SqliteConnection() = default;

absl::Status SqliteConnection::SetUp() {
  // SQLite opens what it may not write for reading.
  if (sqlite3_db_readonly(db_.get(), "main") != 0) return Error(SQLITE_READONLY);
  sqlite3_busy_handler(db_.get(), OnBusy, this);
  for (const auto& [option, value] : {std::pair<int, int>{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                      {SQLITE_DBCONFIG_ENABLE_VIEW, 0}}) {
    if (sqlite3_db_config(db_.get(), option, value, nullptr) != SQLITE_OK) {
      return Error(SQLITE_INTERNAL);
    }
  }
  return Run(kSettings);
}

// A commit is one sync then, and who reads doesn't wait for who writes.
absl::Status SqliteConnection::UseWriteAheadLog() {
  // Where the file system has no shared memory the journal stays what it was.
  SUDARE_ASSIGN_OR_RETURN(const std::string mode, QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal") return Error(SQLITE_CANTOPEN);
  return absl::OkStatus();
}

absl::StatusOr<SqliteConnection::Statement> SqliteConnection::Prepare(const char* sql) {
  if (!failure_.ok()) return failure_;
  std::unique_ptr<sqlite3_stmt, Closer>& prepared = prepared_[sql];
  if (prepared == nullptr) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return Error(code);
    prepared.reset(statement);
  }
  return Statement(this, prepared.get());
}

absl::Status SqliteConnection::Run(const char* sql) {
  if (!failure_.ok()) return failure_;
  const int code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code);
}

absl::StatusOr<int64_t> SqliteConnection::QueryInteger(const char* sql) {
  SUDARE_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  SUDARE_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
  if (!has_row) return Error(SQLITE_CORRUPT);
  return statement.Integer(0);
}

absl::StatusOr<std::string> SqliteConnection::QueryText(const char* sql) {
  SUDARE_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  SUDARE_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
  if (!has_row) return Error(SQLITE_CORRUPT);
  return std::string(statement.Bytes(0));
}

void SqliteConnection::Rollback() {
  if (sqlite3_get_autocommit(db_.get()) == 0) {
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

bool SqliteConnection::HasMoved() const {
  int moved = 0;
  const int code =
      sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, static_cast<void*>(&moved));
  return code != SQLITE_OK || moved != 0;
}

absl::Status SqliteConnection::Damaged() { return Error(SQLITE_CORRUPT); }

absl::Status SqliteConnection::Error(int code) {
  absl::Status status = ErrorOf(code);
  if (!IsBusy(status) && failure_.ok()) failure_ = status;
  return status;
}

absl::Status SqliteConnection::ErrorOf(int code) const {
  const std::string file = absl::StrCat("the state file ", Quoted(path_));
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Marked(kBusyUrl, absl::StrCat(file,
                                           " is locked by another process: end what else "
                                           "works with it, then try again"));
    case SQLITE_FULL:
      return Marked(kNoRoomUrl, absl::StrCat("no room on the disk for ", file, ": make room"));
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return absl::UnavailableError(
          absl::StrCat(file, " can't be written: see who owns it and how its disk is mounted"));
    case SQLITE_CANTOPEN:
      return absl::UnavailableError(absl::StrCat(
          file,
          " can't be opened: it must be a plain file on a local disk, in a folder where this "
          "user may make files"));
    case SQLITE_IOERR: {
      const int error = sqlite3_system_errno(db_.get());
      return absl::UnavailableError(
          absl::StrCat("the disk failed for ", file, ": ",
                       error == 0 ? "input/output error" : std::generic_category().message(error)));
    }
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return absl::DataLossError(absl::StrCat(
          file,
          " is damaged, or no state file: put a copy of it in its place, or move it away and "
          "restart to begin with an empty state"));
    case SQLITE_NOMEM:
      return absl::UnavailableError(absl::StrCat("no memory to work with ", file));
    default:
      return absl::DataLossError(
          absl::StrCat(file, " isn't as this release makes it (SQLite: ", sqlite3_errstr(code),
                       "): put a copy of it in its place"));
  }
}

bool IsBusy(const absl::Status& status) { return status.GetPayload(kBusyUrl).has_value(); }
bool IsNoRoom(const absl::Status& status) { return status.GetPayload(kNoRoomUrl).has_value(); }

}  // namespace sudare::state
