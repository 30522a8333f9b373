// Link: a byte stream to the database, logged in.
//
// libpq finds the server, encrypts, authenticates and sends the startup packet; it also cancels.
// Everything said after that is read and written here as bytes of the frontend/backend
// protocol 3.0, because libpq makes a result object of every single row, which costs four times as
// much as the rest of receiving it (README.md has the numbers).
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_BACKEND_LINK_H_
#define SUDARE_PROXY_BACKEND_LINK_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/session_settings.h"

namespace sudare {

struct LinkOptions {
  // libpq connection string.
  std::string connection;
  std::vector<SessionSetting> settings;
  absl::Duration connect_timeout = absl::Seconds(5);
};

class Link {
 public:
  // kUnavailable: the server can't be reached or lets nobody in. kCancelled, kDeadlineExceeded: by
  // `options`. The status has an operator's note with libpq's own message.
  static absl::StatusOr<std::unique_ptr<Link>> Connect(const LinkOptions& link_options,
                                                       const ExecuteOptions& options);
  virtual ~Link() = default;

  // Reads what is there, at most `size` bytes, without waiting; 0: nothing yet.
  // A bad status means that the connection is lost, here and below.
  virtual absl::StatusOr<size_t> ReadSome(char* buffer, size_t size) = 0;
  // Writes at least one byte, if that is possible without waiting; 0: not now.
  virtual absl::StatusOr<size_t> WriteSome(const char* bytes, size_t size) = 0;
  // Waits until there may be something to read or, with `to_write`, room to write.
  virtual void Wait(absl::Duration timeout, bool to_write) = 0;
  // Asks the database to cancel the running statement. False: it is not known whether and when the
  // request gets there, so that it could hit a later statement.
  virtual bool Cancel() = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_LINK_H_
