// SqliteDatabase: a state file while it is open: one connection that writes and one that reads.
//
// Thread-safety: share freely.
#ifndef SUDARE_PROXY_STATE_SQLITE_DATABASE_H_
#define SUDARE_PROXY_STATE_SQLITE_DATABASE_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/state/sqlite_connection.h"
#include "proxy/state/sqlite_file.h"

namespace sudare::state {

class SqliteDatabase {
 public:
  // What became of a transaction.
  struct Outcome {
    absl::Status status;
    // What is open is no longer to be used.
    bool is_lost = false;
    // The work was not run: it may be, on what is opened next.
    bool is_untouched = false;
  };

  // The work gets the connection inside of a transaction.
  using Work = absl::FunctionRef<absl::Status(SqliteConnection&)>;

  // Opens what `path` is by now, and checks it to its last page. Makes nothing unless `make`: then
  // also an empty file becomes a state, and an older one is brought up to date.
  // kDataLoss: it is damaged. kFailedPrecondition: it is no state, or of another release.
  // kUnavailable.
  static absl::StatusOr<std::unique_ptr<SqliteDatabase>> Open(const std::string& path, bool make,
                                                              absl::Duration busy_timeout);

  // Commits if the work returns OK. Its error is returned as it is; one of the store's is
  // kUnavailable.
  Outcome Write(Work work);
  Outcome Read(Work work);

  // Brings all changes from the log into the data, wherever that file is by now. Not while others
  // use this. False: some may still be in the log alone.
  bool Checkpoint();

  const StateFiles& files() const { return files_; }

 private:
  explicit SqliteDatabase(std::string path) : path_(std::move(path)) {}
  absl::Status Prepare(SqliteConnection& connection, bool make) const;
  absl::Status Begin(SqliteConnection& connection, const char* sql) const;
  absl::Status CheckSchema(SqliteConnection& connection) const;
  Outcome Run(SqliteConnection& connection, const char* begin, Work work) const;
  Outcome Commit() const;

  const std::string path_;
  StateFiles files_;
  std::mutex writer_mutex_;  // guards the use of `writer_`
  std::unique_ptr<SqliteConnection> writer_;
  std::mutex reader_mutex_;  // guards the use of `reader_`
  std::unique_ptr<SqliteConnection> reader_;
};

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_SQLITE_DATABASE_H_
