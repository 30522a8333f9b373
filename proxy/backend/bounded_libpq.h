// Those calls of libpq that would wait for ever, in bounded time.
#ifndef SUDARE_PROXY_BACKEND_BOUNDED_LIBPQ_H_
#define SUDARE_PROXY_BACKEND_BOUNDED_LIBPQ_H_

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"

namespace sudare {

struct ConnectionCloser {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using OwnedConnection = std::unique_ptr<PGconn, ConnectionCloser>;

// Keyword and value. Those after `dbname`, whose value is a connection string, outrank what it
// says.
using ConnectionKeywords = std::vector<std::pair<const char*, std::string>>;

// kUnavailable: the server can't be reached within `timeout`, or lets nobody in; with an operator's
// note. kCancelled, kDeadlineExceeded: by `options`. Notices during log-in are dropped: they would
// go to stderr.
absl::StatusOr<OwnedConnection> ConnectWithin(const ConnectionKeywords& keywords,
                                              absl::Duration timeout,
                                              const ExecuteOptions& options);

// kUnavailable, with what libpq says of `connection` (nullptr: of no memory) as operator's note.
absl::Status CannotReach(PGconn* connection);

// Asks the database to cancel the running statement. False: it is not known whether and when the
// request gets there.
bool CancelWithin(std::shared_ptr<PGcancel> cancel, std::chrono::milliseconds timeout);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_BOUNDED_LIBPQ_H_
