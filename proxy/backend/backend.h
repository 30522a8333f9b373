// Backend: pinned read-only sessions of the database, by database role.
//
// Every session runs under the settings of session_settings.h: read-only, search_path pg_catalog,
// UTF-8, standard_conforming_strings, ISO dates, one time zone, and is clean between leases.
#ifndef SUDARE_PROXY_BACKEND_BACKEND_H_
#define SUDARE_PROXY_BACKEND_BACKEND_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "policy/value.h"

namespace sudare {

// One field of a row: borrowed bytes in text form. data == nullptr is NULL.
struct FieldView {
  const char* data = nullptr;
  size_t size = 0;
};

struct ResultField {
  std::string name;
  uint32_t type_oid = 0;
  // pg_catalog name of a built-in type ("int4", "_text"), "text" for oid 705 (unknown), else empty.
  std::string type_name;
};

struct Statement {
  std::string sql;
  // Bound as text. `parameter_types[i]` is an oid or 0 (inferred); may be shorter than
  // `parameters`.
  std::vector<Value> parameters;
  std::vector<uint32_t> parameter_types;
  // Kept prepared on the connection under this statement's text; for statements likely to come
  // again.
  bool keep_prepared = true;
  // Forbids index-only scans: where an index holds a hidden column they would give rows in its
  // order.
  bool forbid_index_only_scans = false;
  // Forbids scans in the order of any index; bitmap scans, which give rows in their physical order,
  // stay.
  bool forbid_index_scans = false;
  // Forbids that several processes read a relation: they give its rows as each comes along.
  bool forbid_parallel_scans = false;
  // Nothing in it can change a setting, an advisory lock or anything else of the session, so the
  // session needs no reset before it serves another account.
  bool leaves_session_clean = false;
};

// Takes rows while they stream. A bad Status stops the statement in the database and is returned by
// Execute.
class RowReceiver {
 public:
  virtual ~RowReceiver() = default;
  // Once, before the first row.
  virtual absl::Status OnFields(const std::vector<ResultField>& fields) = 0;
  // Views are valid during the call. Blocking here is backpressure: it reaches the database.
  virtual absl::Status OnRow(absl::Span<const FieldView> row) = 0;
};

// Where the database stands, in its own words; both empty where it may not be asked.
struct DatabasePosition {
  // pg_current_snapshot()
  std::string snapshot;
  // pg_current_wal_lsn(), or what a standby has replayed.
  std::string wal;
};

struct ExecuteOptions {
  // The statement is cancelled in the database when it passes.
  absl::Time deadline = absl::InfiniteFuture();
  // Polled at least every 20 ms while waiting and between rows; true cancels in the database.
  std::function<bool()> cancelled;
  // Called once the statement is on its way, before its answer is looked at: for what takes time
  // meanwhile.
  std::function<void()> while_it_runs;
  // Told before the first row, at no round trip of its own; null: nobody asks. In a snapshot
  // (BackendSession::BeginSnapshot) the first statement's is that of the snapshot. Else something
  // may be committed between the two: then the statement sees more than the position says, never
  // less. Not called if the session's role may not ask; a statement that is run again after a lost
  // connection tells it again.
  std::function<void(DatabasePosition)> on_position;
  // A row of more bytes is not read into memory: the statement is stopped, and the session closed.
  size_t row_bytes = 16 << 20;
  // So many more are read: of values that the receiver makes smaller, and holds to `row_bytes`
  // then.
  size_t more_row_bytes = 0;
};

// kResourceExhausted: what is answered where a row has more than `row_bytes` bytes.
absl::Status RowTooLarge(size_t row_bytes);

// A leased session. One thread at a time. Returned to the pool when destroyed; if it is in doubt it
// is closed.
class BackendSession {
 public:
  virtual ~BackendSession() = default;

  // Opens a read-only repeatable-read transaction: all following statements see one snapshot. Ends
  // with the lease. Costs nothing by itself: it travels with the next statement.
  virtual absl::Status BeginSnapshot(const ExecuteOptions& options) = 0;

  // Errors (see sqlstate.h; details made by proxy/error.h): kCancelled: `cancelled` fired.
  // kDeadlineExceeded. kResourceExhausted: a row over `row_bytes`. kUnavailable: the connection is
  // lost or the database is shutting down. Others by SQLSTATE, in our own words.
  virtual absl::Status Execute(const Statement& statement, const ExecuteOptions& options,
                               RowReceiver& receiver) = 0;
};

// Thread-safety: internally locked.
class Backend {
 public:
  virtual ~Backend() = default;

  // A session that acts as `database_role` (empty: the login role itself). Waits for a free one
  // until the deadline. kResourceExhausted: none came free in time. kUnavailable: the database
  // can't be reached.
  virtual absl::StatusOr<std::unique_ptr<BackendSession>> Lease(absl::string_view database_role,
                                                                const ExecuteOptions& options) = 0;
};

struct BackendOptions {
  // libpq connection string; see config.proto.
  std::string connection;
  int pool_size = 16;
  absl::Duration connect_timeout = absl::Seconds(5);
  std::string time_zone = "UTC";
};

// Connects lazily. The one implementation, over libpq.
std::unique_ptr<Backend> MakePostgresBackend(const BackendOptions& options);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_BACKEND_H_
