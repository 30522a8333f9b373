// PostgresSession: one connection to a state in PostgreSQL, and what is said on it.
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_STATE_POSTGRES_SESSION_H_
#define SUDARE_PROXY_STATE_POSTGRES_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/backend/exec_connection.h"
#include "proxy/state/postgres_store.h"
#include "proxy/state/state_store.h"

namespace sudare::state {

class PostgresSession {
 public:
  // How a transaction began.
  struct Beginning {
    absl::Time now;
    uint64_t version = 0;
  };

  // kFailedPrecondition: the server is a standby, or keeps settings from being what they must be.
  // kUnavailable, as everything below is.
  static absl::StatusOr<std::unique_ptr<PostgresSession>> Connect(
      const PostgresStoreOptions& options, absl::Time deadline);

  absl::StatusOr<Beginning> BeginWrite(absl::Time deadline);
  absl::StatusOr<Beginning> BeginRead(absl::Time deadline);
  // The message says so if the outcome can't be known.
  absl::Status Commit(absl::Time deadline);
  // Rolls back what is open, or the session IsUsable no longer.
  void End(absl::Time deadline);
  // Outside of transactions.
  absl::StatusOr<uint64_t> Version(absl::Time deadline);

  // A transaction on what was begun last. Not longer than the session.
  class Transaction;

  // See MigratePostgres.
  absl::Status Migrate(absl::Time deadline);
  bool IsUsable() { return connection_->IsUsable(); }

 private:
  PostgresSession(const PostgresStoreOptions& options, std::unique_ptr<ExecConnection> connection);
  absl::Status CheckServer(absl::Time deadline);
  absl::StatusOr<Beginning> Begin(absl::string_view how, absl::Time deadline);
  absl::Status Unavailable(const absl::Status& status) const;

  const std::string schema_;
  const std::string quoted_schema_;
  const std::unique_ptr<ExecConnection> connection_;
};

class PostgresSession::Transaction : public StateTransaction {
 public:
  Transaction(PostgresSession* session, absl::Time now, absl::Time deadline)
      : session_(*session), now_(now), deadline_(deadline) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view table,
                                                 absl::string_view key) override;
  absl::StatusOr<std::vector<StateEntry>> Scan(absl::string_view table,
                                               absl::string_view prefix) override;
  absl::Time Now() override { return now_; }
  absl::Status Put(absl::string_view table, absl::string_view key,
                   absl::string_view value) override;
  absl::Status Delete(absl::string_view table, absl::string_view key) override;

  // The first error of the store's: whatever the work makes of it, nothing can be committed.
  const absl::Status& failure() const { return failure_; }
  bool has_changed() const { return has_changed_; }

 private:
  absl::StatusOr<ExecRows> Run(absl::string_view sql, absl::Span<const ExecParameter> parameters);

  PostgresSession& session_;
  const absl::Time now_;
  const absl::Time deadline_;
  absl::Status failure_;
  bool has_changed_ = false;
};

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_POSTGRES_SESSION_H_
