#include "proxy/rpc/address.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

TEST(AddressTest, ReadsWhatItWrites) {
  for (const char* text : {"127.0.0.1:7443", "[::1]:0", "proxy.example:65535", "unix:/run/s.sock",
                           "unix:relative.sock"}) {
    ASSERT_OK_AND_ASSIGN(const ListenAddress address, ParseListenAddress(text));
    EXPECT_EQ(address.ToString(), text);
  }
}

TEST(AddressTest, TellsWhatIsMissing) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "has no port"},           {"localhost", "has no port"},
      {":7443", "has no host"},      {"localhost:", "needs a port"},
      {"localhost:http", "needs a"}, {"localhost:65536", "needs a port"},
      {"localhost:-1", "needs a"},   {"::1:7443", "without brackets"},
      {"[::1:7443", "closing"},      {"unix:", "names no path"},
  };
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(ParseListenAddress(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(message)))
        << text;
  }
  EXPECT_THAT(ParseListenAddress("unix:/" + std::string(200, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 107 bytes")));
}

TEST(AddressTest, OnlyLoopbackAndUnixSocketsAreLocal) {
  for (const char* text : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1", "unix:/s"}) {
    EXPECT_TRUE(ParseListenAddress(text)->IsLocal()) << text;
  }
  for (const char* text : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "127.0.0.1.example:1",
                           "localhost.example:1", "128.0.0.1:1"}) {
    EXPECT_FALSE(ParseListenAddress(text)->IsLocal()) << text;
  }
}

}  // namespace
}  // namespace sudare
