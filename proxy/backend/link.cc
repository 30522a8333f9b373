#include "proxy/backend/link.h"

#include <libpq-fe.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "policy/base/status_macros.h"
#include "proxy/backend/bounded_libpq.h"
#include "proxy/backend/sqlstate.h"

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

  bool Cancel() override { return CancelWithin(cancel_, kCancelTimeout); }

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

}  // namespace

absl::StatusOr<std::unique_ptr<Link>> Link::Connect(const LinkOptions& link_options,
                                                    const ExecuteOptions& options) {
  // What is not the proxy's own traffic stays readable by it: GSS encryption has no stream that we
  // could use.
  const ConnectionKeywords keywords = {
      {"dbname", link_options.connection}, {"options", StartupOptions(link_options.settings)},
      {"application_name", "sudare"},      {"fallback_application_name", "sudare"},
      {"client_encoding", "UTF8"},         {"gssencmode", "disable"}};
  SUDARE_ASSIGN_OR_RETURN(OwnedConnection connection,
                          ConnectWithin(keywords, link_options.connect_timeout, options));
  SSL* ssl = static_cast<SSL*>(PQsslStruct(connection.get(), "OpenSSL"));
  if (ssl != nullptr) return std::make_unique<TlsLink>(connection.release(), ssl);
  if (PQsslInUse(connection.get())) return CannotReach(connection.get());
  return std::make_unique<PlainLink>(connection.release());
}

}  // namespace sudare
