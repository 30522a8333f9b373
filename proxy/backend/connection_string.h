// What a libpq connection string says of the way to the database, for whoever examines a
// configuration. Reads no service file and connects to nothing.
#ifndef SUDARE_PROXY_BACKEND_CONNECTION_STRING_H_
#define SUDARE_PROXY_BACKEND_CONNECTION_STRING_H_

#include <string>

#include "absl/status/statusor.h"

namespace sudare {

// Each from the string, else from the environment (PGHOST, PGSSLMODE, …), else libpq's default.
struct ConnectionFacts {
  // Empty, or beginning with `/`: a unix socket.
  std::string host;
  // "prefer", "verify-full", …
  std::string ssl_mode;
  // Where passwords are looked for; empty: no home folder.
  std::string password_file;
  // Some of these may come from a service file, which isn't read here.
  bool has_service = false;
};

// kInvalidArgument: it is none. The message repeats nothing of it, for it might hold a password.
absl::StatusOr<ConnectionFacts> ReadConnectionString(const std::string& connection);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_CONNECTION_STRING_H_
