#include "proxy/doctor/door_check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/doctor/codes.h"

namespace sudare::doctor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;

sudare::v1::Config With(const std::string& address, bool tls, bool passwords) {
  sudare::v1::Config config;
  auto* listener = config.add_listeners();
  listener->set_address(address);
  listener->set_passwords(passwords);
  if (tls) listener->mutable_tls()->set_client_ca("ca.pem");
  return config;
}

Findings Check(const sudare::v1::Config& config, bool is_running = false) {
  Findings findings;
  CheckDoors(config, is_running, &findings);
  return findings;
}

TEST(DoorCheck, TlsWithCertificatesIsGood) {
  EXPECT_THAT(Check(With("0.0.0.0:0", true, false)), Tells("door-ok", "TLS, client certificates"));
  EXPECT_THAT(Check(With("127.0.0.1:0", false, true)), Tells("door-ok", "plain text"));
  EXPECT_THAT(Check(With("unix:/run/sudare.sock", false, true)), Tells("door-ok", "unix:"));
}

TEST(DoorCheck, PlainTextThatOthersReachIsAnError) {
  EXPECT_THAT(Codes(Check(With("0.0.0.0:0", false, true))), ElementsAre("door-plaintext"));
}

TEST(DoorCheck, PasswordsThatOthersReachAreNoted) {
  EXPECT_THAT(Codes(Check(With("0.0.0.0:0", true, true))),
              ElementsAre("door-passwords", "door-ok"));
  EXPECT_THAT(Check(With("127.0.0.1:0", true, true)), DoesNotTell("door-passwords"));
}

TEST(DoorCheck, AnAddressThatIsTakenIsToldUnlessOurProxyTookIt) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(fd, any, size), 0);
  ASSERT_EQ(listen(fd, 1), 0);
  ASSERT_EQ(getsockname(fd, any, &size), 0);
  const sudare::v1::Config config =
      With(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)), false, true);
  EXPECT_THAT(Check(config),
              AllOf(Tells("door-address-unusable", "in use"), DoesNotTell("door-ok")));
  EXPECT_THAT(Codes(Check(config, /*is_running=*/true)), ElementsAre("door-ok"));
  close(fd);
  EXPECT_THAT(Codes(Check(config)), ElementsAre("door-ok"));
}

TEST(DoorCheck, AnAddressOfAnotherMachineIsTold) {
  // TEST-NET-1 is nobody's.
  EXPECT_THAT(Check(With("192.0.2.1:7443", true, false)),
              Tells("door-address-unusable", "192.0.2.1"));
}

TEST(DoorCheck, MetricsThatOthersReachAreTold) {
  sudare::v1::Config config;
  config.mutable_metrics()->set_address("0.0.0.0:9464");
  EXPECT_THAT(Codes(Check(config)), ElementsAre("metrics-open"));
  config.mutable_metrics()->set_address("127.0.0.1:9464");
  EXPECT_THAT(Codes(Check(config)), ElementsAre("metrics-ok"));
}

}  // namespace
}  // namespace sudare::doctor
