// The one implementation of Backend: a pool of pinned sessions for each database role.

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/connection_pool.h"
#include "proxy/backend/session_settings.h"
#include "proxy/backend/sqlstate.h"

namespace sudare {
namespace {

class PooledSession : public BackendSession {
 public:
  PooledSession(std::shared_ptr<ConnectionPool> pool, ConnectionPool::Lease lease)
      : pool_(std::move(pool)), lease_(std::move(lease)) {}
  ~PooledSession() override { pool_->Release(std::move(lease_)); }

  absl::Status BeginSnapshot(const ExecuteOptions& options) override {
    if (lease_.connection == nullptr) return ConnectionLost();
    wants_snapshot_ = true;
    return lease_.connection->BeginSnapshot();
  }

  absl::Status Execute(const Statement& statement, const ExecuteOptions& options,
                       RowReceiver& receiver) override {
    // Null after a replacement that failed.
    if (lease_.connection == nullptr) return ConnectionLost();
    absl::Status status = lease_.connection->Execute(statement, options, receiver);
    const bool is_first = std::exchange(is_first_, false);
    if (!is_first || !lease_.is_reused || !lease_.connection->WasStale()) return status;
    // The database went away while the connection lay in the pool. Nothing has run yet, so it runs
    // on another.
    SUDARE_RETURN_IF_ERROR(pool_->Replace(lease_, options));
    if (wants_snapshot_) SUDARE_RETURN_IF_ERROR(lease_.connection->BeginSnapshot());
    return lease_.connection->Execute(statement, options, receiver);
  }

 private:
  const std::shared_ptr<ConnectionPool> pool_;
  ConnectionPool::Lease lease_;
  bool is_first_ = true;
  bool wants_snapshot_ = false;
};

class PostgresBackend : public Backend {
 public:
  explicit PostgresBackend(const BackendOptions& options) : options_(options) {}

  absl::StatusOr<std::unique_ptr<BackendSession>> Lease(absl::string_view database_role,
                                                        const ExecuteOptions& options) override {
    std::shared_ptr<ConnectionPool> pool = PoolOf(database_role);
    SUDARE_ASSIGN_OR_RETURN(ConnectionPool::Lease lease, pool->Acquire(options));
    return std::make_unique<PooledSession>(std::move(pool), std::move(lease));
  }

 private:
  std::shared_ptr<ConnectionPool> PoolOf(absl::string_view database_role) {
    std::lock_guard<std::mutex> lock(mutex_);
    std::shared_ptr<ConnectionPool>& pool = pools_[database_role];
    if (pool == nullptr) {
      LinkOptions link_options;
      link_options.connection = options_.connection;
      link_options.settings = PinnedSettings(database_role, options_.time_zone);
      link_options.connect_timeout = options_.connect_timeout;
      pool = std::make_shared<ConnectionPool>(std::move(link_options), std::string(database_role),
                                              options_.pool_size);
    }
    return pool;
  }

  const BackendOptions options_;
  std::mutex mutex_;  // guards pools_
  absl::flat_hash_map<std::string, std::shared_ptr<ConnectionPool>> pools_;
};

}  // namespace

std::unique_ptr<Backend> MakePostgresBackend(const BackendOptions& options) {
  return std::make_unique<PostgresBackend>(options);
}

}  // namespace sudare
