// Addresses of listeners: "host:port", "[::1]:port", "unix:path".
#ifndef SUDARE_PROXY_RPC_ADDRESS_H_
#define SUDARE_PROXY_RPC_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

struct ListenAddress {
  // Empty for TCP.
  std::string unix_path;
  std::string host;
  // 0: the system picks one.
  int port = 0;

  // Only processes of this machine can connect.
  bool IsLocal() const;
  // As it is written in a configuration.
  std::string ToString() const;
};

// kInvalidArgument: it is none; the message says what is missing.
absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_ADDRESS_H_
