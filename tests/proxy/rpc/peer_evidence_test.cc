#include "proxy/rpc/peer_evidence.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::Optional;
using ::testing::Pair;

TEST(PeerEvidenceTest, NamesPeersAsPeopleWriteThem) {
  EXPECT_EQ(ReadablePeer("ipv4:127.0.0.1:4711"), "127.0.0.1:4711");
  EXPECT_EQ(ReadablePeer("ipv6:%5B::1%5D:4711"), "[::1]:4711");
  EXPECT_EQ(ReadablePeer("ipv6:[::1]:4711"), "[::1]:4711");
  EXPECT_EQ(ReadablePeer("unix:"), "unix socket");
  EXPECT_EQ(ReadablePeer("unix:/run/sudare/query.sock"), "unix socket");
}

TEST(PeerEvidenceTest, ReadsBasicCredentials) {
  // vendor:open:sesame
  EXPECT_THAT(ParseBasic("Basic dmVuZG9yOm9wZW46c2VzYW1l"),
              Optional(Pair("vendor", "open:sesame")));
  EXPECT_THAT(ParseBasic("basic  dmVuZG9yOm9wZW46c2VzYW1l "),
              Optional(Pair("vendor", "open:sesame")));
  // 担当:合言葉
  EXPECT_THAT(ParseBasic("Basic 5ouF5b2TOuWQiOiogOiRiQ=="), Optional(Pair("担当", "合言葉")));
}

TEST(PeerEvidenceTest, ReadsNothingFromAnythingElse) {
  for (const char* text :
       {"", "Basic", "Basic ", "Basic ???", "Basic dmVuZG9y", "Bearer abc", "dmVuZG9yOm9wZW4="}) {
    EXPECT_EQ(ParseBasic(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sudare
