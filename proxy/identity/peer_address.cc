#include "proxy/identity/peer_address.h"

#include <arpa/inet.h>

#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

// Without port, brackets and zone.
std::string HostOf(absl::string_view peer) {
  std::string text = absl::StrReplaceAll(
      peer, {{"%5B", "["}, {"%5D", "]"}, {"%5b", "["}, {"%5d", "]"}, {"%25", "%"}});
  absl::string_view host = text;
  if (absl::ConsumePrefix(&host, "[")) {
    host = host.substr(0, host.find(']'));
  } else if (host.find(':') == host.rfind(':')) {
    host = host.substr(0, host.find(':'));
  }
  return std::string(host.substr(0, host.find('%')));
}

}  // namespace

std::string PeerAddress(absl::string_view peer) {
  if (absl::StartsWith(peer, "unix") || absl::StartsWith(peer, "/")) return "unix";
  if (!absl::ConsumePrefix(&peer, "ipv4:")) absl::ConsumePrefix(&peer, "ipv6:");
  const std::string host = HostOf(peer);
  unsigned char address[16];
  if (inet_pton(AF_INET6, host.c_str(), address) != 1) return host;
  // An IPv4 address in an IPv6 coat.
  static const unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  char text[INET6_ADDRSTRLEN];
  if (std::memcmp(address, kMapped, sizeof kMapped) == 0) {
    return inet_ntop(AF_INET, address + 12, text, sizeof text);
  }
  std::memset(address + 8, 0, 8);
  return absl::StrCat(inet_ntop(AF_INET6, address, text, sizeof text), "/64");
}

}  // namespace sudare
