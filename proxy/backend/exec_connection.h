// ExecConnection: one session of a database that keeps something of the proxy's own: its state, the
// anchors of its audit log. May write, unlike the sessions of backend.h, and is meant for small
// results: they are collected in memory.
//
// No call waits longer than until its deadline, whatever becomes of the server.
//
// Thread-safety: one thread at a time.
//
//   SUDARE_ASSIGN_OR_RETURN(auto connection, ExecConnection::Connect(options, deadline));
//   SUDARE_ASSIGN_OR_RETURN(ExecRows rows,
//                           connection->Run("SELECT value FROM s.t WHERE key = $1",
//                                           {ExecParameter::Bytes(key)}, deadline));
#ifndef SUDARE_PROXY_BACKEND_EXEC_CONNECTION_H_
#define SUDARE_PROXY_BACKEND_EXEC_CONNECTION_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "policy/value.h"
#include "proxy/backend/session_settings.h"

namespace sudare {

struct ExecConnectionOptions {
  // libpq connection string. With several hosts, the one that can be written is taken, unless it
  // says otherwise by target_session_attrs.
  std::string connection;
  // Outrank the settings of role and database. Those that matter should be read back.
  std::vector<SessionSetting> settings;
  absl::Duration connect_timeout = absl::Seconds(5);
};

// Borrows its bytes for the call.
struct ExecParameter {
  static ExecParameter Null() { return {}; }
  // Its type is inferred; without zero bytes.
  static ExecParameter Text(absl::string_view text) { return {text, false}; }
  // A bytea.
  static ExecParameter Bytes(absl::string_view bytes) { return {bytes, true}; }

  std::optional<absl::string_view> value;
  bool is_bytes = false;
};

// Values of type bytea as their bytes, others as text.
using ExecRows = std::vector<std::vector<Value>>;

class ExecConnection {
 public:
  // kUnavailable: the server can't be reached in time or lets nobody in; the reason is an
  // operator's note (sqlstate.h).
  static absl::StatusOr<std::unique_ptr<ExecConnection>> Connect(
      const ExecConnectionOptions& options, absl::Time deadline);
  virtual ~ExecConnection() = default;

  // One statement. Outside of a transaction it is one by itself. Errors, here and below:
  // kUnavailable with IsConnectionLost (sqlstate.h), kDeadlineExceeded with the reason
  // DATABASE_TIMEOUT: the connection is at its end, and whether the statement took effect is not
  // known. Others by SQLSTATE, as sqlstate.h has them: it took no effect, if the connection
  // IsUsable.
  virtual absl::StatusOr<ExecRows> Run(absl::string_view sql,
                                       absl::Span<const ExecParameter> parameters,
                                       absl::Time deadline) = 0;
  // Several statements in one round trip, up to the first that fails. The rows of the last one.
  virtual absl::StatusOr<ExecRows> RunScript(absl::string_view sql, absl::Time deadline) = 0;

  // False after the connection was lost, also while nobody looked: what is not in a transaction
  // then starts anew on another one.
  virtual bool IsUsable() = 0;
  virtual bool IsInTransaction() const = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_EXEC_CONNECTION_H_
