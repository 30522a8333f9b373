// PostgresConnection: one database session with pinned settings, which runs one statement after the
// other.
//
// A statement that is kept prepared costs one round trip: settings, BEGIN, preparing and executing
// all travel together. Rows go to the receiver straight from the receive buffer.
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_BACKEND_POSTGRES_CONNECTION_H_
#define SUDARE_PROXY_BACKEND_POSTGRES_CONNECTION_H_

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/link.h"
#include "proxy/backend/protocol.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/backend/statement_cache.h"

namespace sudare {

class PostgresConnection {
 public:
  // Connects and makes sure that the settings are in force.
  // kUnavailable: no connection. kFailedPrecondition: a setting could not be pinned.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const LinkOptions& link_options,
                                                                  const ExecuteOptions& options);

  // The following statements see one snapshot, until FinishLease. Travels with the next statement.
  absl::Status BeginSnapshot();

  // As BackendSession::Execute.
  absl::Status Execute(const Statement& statement, const ExecuteOptions& options,
                       RowReceiver& receiver);

  // Whether the last Execute failed because the connection had been dead before it: the statement
  // did not run.
  bool WasStale() const { return was_stale_; }

  // Ends the snapshot and takes back whatever a statement might have changed in the session,
  // without waiting for the database. False: the session is in doubt and must be closed.
  bool FinishLease();

  // Whether the connection still seems alive. Does not wait.
  bool IsAlive();

 private:
  // What is known of the statement that runs.
  struct Run {
    const Statement* statement;
    const ExecuteOptions* options;
    // nullptr: the rows are dropped, because the statement has been given up.
    RowReceiver* receiver;
    std::string key;   // empty: not kept
    std::string name;  // on the server; empty: the unnamed statement
    std::vector<ResultField> fields;
    bool was_prepared = false;
    bool is_parsed = false;
    bool is_described = false;
    bool is_bound = false;
    bool is_finished = false;
    // Where the database stands is still to be told, before all else.
    bool awaits_position = false;
    size_t bytes_received = 0;
    std::optional<DatabaseError> error;
  };

  // What a statement may forbid the planner.
  static constexpr size_t kPlanSwitchCount = 3;

  explicit PostgresConnection(std::unique_ptr<Link> link);

  absl::Status CheckSettings(const std::vector<SessionSetting>& settings,
                             const ExecuteOptions& options);
  absl::Status ExecuteOnce(const Statement& statement, const ExecuteOptions& options,
                           RowReceiver& receiver, bool* is_outdated);
  void Compose(Run& run);
  void ComposeSettings(const Statement& statement, absl::Time deadline);
  void AddSimpleQuery(absl::string_view sql);
  void ComposePosition(Run& run);
  absl::Status HandlePosition(const Message& message, Run& run);
  absl::Status Send(const ExecuteOptions& options);
  absl::StatusOr<bool> ReadAhead();
  absl::Status Receive(Run& run);
  absl::Status Handle(const Message& message, Run& run);
  absl::Status HandleRow(const Message& message, Run& run);
  absl::Status HandleBetween(const Message& message);
  absl::Status AwaitBytes(Run& run);
  absl::Status CheckTick(const ExecuteOptions& options);
  absl::Status GiveUp(Run& run, absl::Status reason);
  absl::Status Finish(Run& run);
  absl::Status Broken(absl::Status status);

  const std::unique_ptr<Link> link_;
  MessageReader reader_;
  MessageWriter writer_;
  StatementCache statements_;
  std::vector<FieldView> row_;
  // Statements to be closed on the server with the next one sent.
  std::vector<std::string> to_close_;

  // Answers to simple queries that are still to come before the statement's own.
  int simple_queries_ = 0;
  // By the last ReadyForQuery: I idle, T in a transaction, E in a failed one.
  char transaction_ = 'I';
  // Whether this session's role may ask where the database stands, and whether it is prepared.
  bool tells_position_ = false;
  bool position_is_prepared_ = false;
  bool begin_is_due_ = false;
  bool wants_snapshot_ = false;
  std::array<bool, kPlanSwitchCount> plans_forbidden_ = {};
  absl::Duration statement_timeout_;
  // Something ran that may have changed the session.
  bool is_dirty_ = false;
  bool is_broken_ = false;
  // Something was changed or said that no statement of ours may do.
  bool is_doubtful_ = false;
  bool was_stale_ = false;
  int64_t last_tick_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_POSTGRES_CONNECTION_H_
