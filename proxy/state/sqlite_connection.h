// SqliteConnection: one connection to a state file, set up for durable transactions.
//
// Errors name the file, in our own words: kUnavailable; kDataLoss: it is damaged. After one, but
// for IsBusy, what SQLite holds in memory is in doubt and its transaction may be over: everything
// fails with that error from then on, until the connection is closed.
//
// Thread-safety: one thread at a time.
// Source of the settings: sqlite.org/pragma.html, sqlite.org/wal.html.
#ifndef SUDARE_PROXY_STATE_SQLITE_CONNECTION_H_
#define SUDARE_PROXY_STATE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare::state {

class SqliteConnection {
 public:
  // A prepared statement, ready for other values when it goes out of scope. Not longer than its
  // connection. Views given are valid until then, views taken until the next Step.
  class Statement {
   public:
    Statement(SqliteConnection* connection, sqlite3_stmt* statement)
        : connection_(connection), statement_(statement) {}
    Statement(Statement&& other) noexcept
        : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    void BindText(int index, absl::string_view text);
    void BindBytes(int index, absl::string_view bytes);
    // True: there is a row.
    absl::StatusOr<bool> Step();
    // Columns count from 0.
    absl::string_view Bytes(int column) const;
    int64_t Integer(int column) const { return sqlite3_column_int64(statement_, column); }

   private:
    SqliteConnection* const connection_;
    sqlite3_stmt* statement_;
    int bound_ = 0;  // SQLite's code of the first bind that failed
  };

  // The file must be there; it may be empty. Waits for locks of other processes up to
  // `busy_timeout`.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                absl::Duration busy_timeout);
  ~SqliteConnection();

  // Changes the file for good; so only once it is known to be ours.
  absl::Status UseWriteAheadLog();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Is kept prepared; `sql` is a literal.
  absl::StatusOr<Statement> Prepare(const char* sql);
  // Any number of statements without results.
  absl::Status Run(const char* sql);
  // The first column of the first row.
  absl::StatusOr<int64_t> QueryInteger(const char* sql);
  absl::StatusOr<std::string> QueryText(const char* sql);
  // Ends a transaction that is open.
  void Rollback();
  // The error after which nothing works any more, or OK.
  const absl::Status& failure() const { return failure_; }
  absl::Status Damaged();
  // The file at the path is no longer the one that was opened.
  bool HasMoved() const;

 private:
  struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  SqliteConnection(std::string path, sqlite3* database, absl::Duration busy_timeout)
      : path_(std::move(path)), busy_timeout_(busy_timeout), db_(database) {}
  static int OnBusy(void* self, int calls);
  absl::Status SetUp();
  absl::Status Error(int code);
  absl::Status ErrorOf(int code) const;

  const std::string path_;
  const absl::Duration busy_timeout_;
  absl::Time busy_since_;
  const std::unique_ptr<sqlite3, Closer> db_;
  std::map<const char*, std::unique_ptr<sqlite3_stmt, Closer>> prepared_;
  absl::Status failure_;
};

// Another process held the file locked for too long: nothing is in doubt.
bool IsBusy(const absl::Status& status);
// The disk is full: nothing was changed.
bool IsNoRoom(const absl::Status& status);

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_SQLITE_CONNECTION_H_
