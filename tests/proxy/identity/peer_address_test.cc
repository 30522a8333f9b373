#include "proxy/identity/peer_address.h"

#include "gtest/gtest.h"

namespace sudare {
namespace {

TEST(PeerAddressTest, DropsThePort) {
  EXPECT_EQ(PeerAddress("192.0.2.1:4711"), "192.0.2.1");
  EXPECT_EQ(PeerAddress("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(PeerAddress("ipv4:192.0.2.1:4711"), "192.0.2.1");
  EXPECT_EQ(PeerAddress("host.example:4711"), "host.example");
}

TEST(PeerAddressTest, TakesTheNetworkOfIpv6) {
  for (const char* peer : {"[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::9",
                           "ipv6:[2001:db8:1:2::1]:1", "ipv6:%5B2001:db8:1:2::1%5D:1"}) {
    EXPECT_EQ(PeerAddress(peer), "2001:db8:1:2::/64") << peer;
  }
  EXPECT_EQ(PeerAddress("[fe80::1%25eth0]:1"), "fe80::/64");
}

TEST(PeerAddressTest, KnowsIpv4InIpv6) {
  EXPECT_EQ(PeerAddress("[::ffff:192.0.2.1]:4711"), "192.0.2.1");
}

TEST(PeerAddressTest, UnixSocketsAreOne) {
  EXPECT_EQ(PeerAddress("unix:/run/sudare.sock"), "unix");
  EXPECT_EQ(PeerAddress("unix:"), "unix");
  EXPECT_EQ(PeerAddress("unix-abstract:x"), "unix");
}

TEST(PeerAddressTest, TakesAnythingElse) {
  for (const char* peer : {"", ":", "[", "[]", "[::", "ipv4:", "ipv6:[", "a:b:c"}) {
    PeerAddress(peer);
  }
}

}  // namespace
}  // namespace sudare
