#include "proxy/rpc/address.h"

#include <arpa/inet.h>
#include <sys/un.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

absl::Status Malformed(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("address `", text, "` ", why));
}

absl::StatusOr<ListenAddress> ParseUnix(absl::string_view text, absl::string_view path) {
  ListenAddress address;
  absl::ConsumePrefix(&path, "//");
  if (path.empty()) return Malformed(text, "names no path; write `unix:/run/sudare/query.sock`");
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    return Malformed(text, absl::StrCat("has a path of more than ",
                                        sizeof(sockaddr_un::sun_path) - 1, " bytes"));
  }
  address.unix_path = std::string(path);
  return address;
}

}  // namespace

bool ListenAddress::IsLocal() const {
  if (!unix_path.empty() || host == "localhost") return true;
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string ListenAddress::ToString() const {
  if (!unix_path.empty()) return absl::StrCat("unix:", unix_path);
  const bool is_v6 = host.find(':') != std::string::npos;
  return is_v6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "unix:")) return ParseUnix(text, rest);
  const size_t colon = rest.rfind(':');
  if (colon == absl::string_view::npos) {
    return Malformed(text, "has no port; write `127.0.0.1:7443` or `unix:/path`");
  }
  ListenAddress address;
  if (!absl::SimpleAtoi(rest.substr(colon + 1), &address.port) || address.port < 0 ||
      address.port > 65535) {
    return Malformed(text, "needs a port between 0 and 65535 after the last `:`");
  }
  absl::string_view host = rest.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) {
    if (!absl::ConsumeSuffix(&host, "]")) return Malformed(text, "lacks the closing `]`");
  } else if (host.find(':') != absl::string_view::npos) {
    return Malformed(text, "is IPv6 without brackets; write `[::1]:7443`");
  }
  if (host.empty()) {
    return Malformed(text, "has no host; write `0.0.0.0:7443` to listen on every interface");
  }
  address.host = std::string(host);
  return address;
}

}  // namespace sudare
