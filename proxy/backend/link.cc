#include "proxy/backend/link.h"

#include <libpq-fe.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr std::chrono::seconds kCancelTimeout(2);

void WaitForSocket(int socket, absl::Duration timeout, short events) {
  pollfd poll_entry = {socket, events, 0};
  poll(&poll_entry, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout)));
}

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

// Owns libpq's connection and reads and writes its socket.
class PlainLink : public Link {
 public:
  explicit PlainLink(PGconn* connection)
      : connection_(connection), cancel_(PQgetCancel(connection), PQfreeCancel) {}
  ~PlainLink() override { PQfinish(connection_); }

  absl::StatusOr<size_t> ReadSome(char* buffer, size_t size) override {
    const ssize_t n = recv(socket(), buffer, size, MSG_DONTWAIT);
    if (n > 0) return static_cast<size_t>(n);
    if (n < 0 && WouldBlock()) return 0;
    return ConnectionLost();
  }

  absl::StatusOr<size_t> WriteSome(const char* bytes, size_t size) override {
    const ssize_t n = send(socket(), bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) return static_cast<size_t>(n);
    if (WouldBlock()) return 0;
    return ConnectionLost();
  }

  void Wait(absl::Duration timeout, bool to_write) override {
    WaitForSocket(socket(), timeout, to_write ? POLLOUT : POLLIN);
  }

  bool Cancel() override {
    // PQcancel has no time limit of its own, and a host that died does not answer.
    std::promise<bool> promise;
    std::future<bool> answer = promise.get_future();
    std::thread request([cancel = cancel_, promise = std::move(promise)]() mutable {
      char ignored[256];
      promise.set_value(cancel != nullptr && PQcancel(cancel.get(), ignored, sizeof ignored) == 1);
    });
    if (answer.wait_for(kCancelTimeout) == std::future_status::ready) {
      request.join();
      return answer.get();
    }
    request.detach();
    return false;
  }

 protected:
  int socket() const { return PQsocket(connection_); }

 private:
  PGconn* const connection_;
  // Shared with a request that is still under way.
  const std::shared_ptr<PGcancel> cancel_;
};

// The same through the TLS session that libpq made.
class TlsLink : public PlainLink {
 public:
  TlsLink(PGconn* connection, SSL* ssl) : PlainLink(connection), ssl_(ssl) {}

  absl::StatusOr<size_t> ReadSome(char* buffer, size_t size) override {
    ERR_clear_error();
    size_t n = 0;
    if (SSL_read_ex(ssl_, buffer, size, &n) == 1) return n;
    return NothingNow();
  }

  absl::StatusOr<size_t> WriteSome(const char* bytes, size_t size) override {
    ERR_clear_error();
    size_t n = 0;
    if (SSL_write_ex(ssl_, bytes, size, &n) == 1) return n;
    return NothingNow();
  }

 private:
  // ReadSome takes only what one record holds, but what OpenSSL has buffered never makes the socket
  // readable; so the caller reads until nothing comes before it waits.
  absl::StatusOr<size_t> NothingNow() const {
    const int error = SSL_get_error(ssl_, 0);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return 0;
    return ConnectionLost();
  }

  SSL* const ssl_;
};

struct ConnectionCloser {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using OwnedConnection = std::unique_ptr<PGconn, ConnectionCloser>;

absl::Status CannotReach(PGconn* connection) {
  ErrorFields fields;
  fields.reason = "DATABASE_UNREACHABLE";
  fields.advice = "try again in a few seconds; if it stays, tell the operator";
  absl::string_view note = connection == nullptr ? "out of memory" : PQerrorMessage(connection);
  return WithOperatorNote(
      MakeError(absl::StatusCode::kUnavailable, "the database cannot be reached", fields),
      absl::StripAsciiWhitespace(note));
}

OwnedConnection StartConnecting(const LinkOptions& options) {
  const std::string startup_options = StartupOptions(options.settings);
  // Later keywords outrank those of the connection string. What is not the proxy's own traffic
  // stays readable by it: GSS encryption has no stream that we could use.
  const char* keywords[] = {
      "dbname",     "options", "application_name", "fallback_application_name", "client_encoding",
      "gssencmode", nullptr};
  const char* values[] = {options.connection.c_str(),
                          startup_options.c_str(),
                          "sudare",
                          "sudare",
                          "UTF8",
                          "disable",
                          nullptr};
  return OwnedConnection(PQconnectStartParams(keywords, values, /*expand_dbname=*/1));
}

absl::Status FinishConnecting(PGconn* connection, absl::Time end, const ExecuteOptions& options) {
  if (connection == nullptr || PQstatus(connection) == CONNECTION_BAD) {
    return CannotReach(connection);
  }
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    SUDARE_RETURN_IF_ERROR(CheckInterrupted(options));
    if (absl::Now() >= end) {
      return WithOperatorNote(CannotReach(connection), "no answer within connect_timeout");
    }
    pollfd entry = {PQsocket(connection),
                    static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(kTick))) == 0) continue;
    state = PQconnectPoll(connection);
    if (state == PGRES_POLLING_FAILED) return CannotReach(connection);
  }
  return absl::OkStatus();
}

// Notices during log-in would go to stderr.
void IgnoreNotice(void*, const PGresult*) {}

}  // namespace

absl::Status CheckInterrupted(const ExecuteOptions& options) {
  if (options.cancelled && options.cancelled()) {
    return MakeError(absl::StatusCode::kCancelled, "the query was cancelled", {"CANCELLED"});
  }
  if (options.deadline != absl::InfiniteFuture() && absl::Now() >= options.deadline) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the query took longer than it may",
                     {"STATEMENT_TIMEOUT", "narrow the query, or ask for a longer limit"});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Link>> Link::Connect(const LinkOptions& link_options,
                                                    const ExecuteOptions& options) {
  const absl::Time end = absl::Now() + link_options.connect_timeout;
  OwnedConnection connection = StartConnecting(link_options);
  if (connection != nullptr) PQsetNoticeReceiver(connection.get(), IgnoreNotice, nullptr);
  SUDARE_RETURN_IF_ERROR(FinishConnecting(connection.get(), end, options));
  SSL* ssl = static_cast<SSL*>(PQsslStruct(connection.get(), "OpenSSL"));
  if (ssl != nullptr) return std::make_unique<TlsLink>(connection.release(), ssl);
  if (PQsslInUse(connection.get())) return CannotReach(connection.get());
  return std::make_unique<PlainLink>(connection.release());
}

}  // namespace sudare
