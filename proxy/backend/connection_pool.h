// ConnectionPool: the sessions of one database role.
//
// At most `size` at once, whoever waited longest is served first. Sessions in doubt are closed,
// dead ones replaced.
//
// Thread-safety: internally locked.
// Lifetime: shared by the backend and the leases.
#ifndef SUDARE_PROXY_BACKEND_CONNECTION_POOL_H_
#define SUDARE_PROXY_BACKEND_CONNECTION_POOL_H_

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/link.h"
#include "proxy/backend/postgres_connection.h"

namespace sudare {

class ConnectionPool {
 public:
  struct Lease {
    std::unique_ptr<PostgresConnection> connection;
    // It was used before, so the database may have gone away in the meantime.
    bool is_reused = false;
  };

  // `database_role` is part of `link_options.settings`; it is named here for messages.
  ConnectionPool(LinkOptions link_options, std::string database_role, int size);

  // A connection that seems alive, or a new one. Each lease must be given back.
  // kResourceExhausted: none came free until the deadline. kCancelled. kUnavailable: the database
  // can't be reached. kFailedPrecondition: the login role may not act as the database role.
  absl::StatusOr<Lease> Acquire(const ExecuteOptions& options);

  // Closes the lease's dead connection and opens another in its place; the lease stays.
  absl::Status Replace(Lease& lease, const ExecuteOptions& options);

  // Ends a lease. A null or doubtful connection only makes room.
  void Release(Lease lease);

 private:
  struct Waiter {
    std::condition_variable woken;
    bool is_served = false;
    std::unique_ptr<PostgresConnection> connection;  // null: room for a new one
  };

  absl::Status AwaitRoom(const ExecuteOptions& options,
                         std::unique_ptr<PostgresConnection>* connection);
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const ExecuteOptions& options) const;
  absl::Status ExplainRole(absl::Status failure, const ExecuteOptions& options) const;
  void GiveBack(std::unique_ptr<PostgresConnection> connection);

  const LinkOptions link_options_;
  const std::string database_role_;
  const int size_;
  std::mutex mutex_;  // guards all below
  // The last one used is the first one taken: its caches are warm.
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
  std::deque<Waiter*> waiters_;
  int leased_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_CONNECTION_POOL_H_
