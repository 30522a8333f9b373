// PeerAddress: what of a peer's address an attacker can't change at will.
#ifndef SUDARE_PROXY_IDENTITY_PEER_ADDRESS_H_
#define SUDARE_PROXY_IDENTITY_PEER_ADDRESS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// The host of `peer` ("192.0.2.1:4711", "[2001:db8::1]:4711", gRPC's "ipv4:…" and
// "ipv6:%5B…%5D:…"): an IPv4 address whole, of an IPv6 address the first 64 bits, since the rest is
// the host's own choice. Unix sockets are all one. Anything else is returned as it is.
std::string PeerAddress(absl::string_view peer);

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_PEER_ADDRESS_H_
