// Bytes that are no call: both doors live on, and serve who speaks properly.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

constexpr char kPreface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// An HTTP/2 frame.
std::string Frame(uint32_t length, uint8_t type, uint8_t flags, uint32_t stream,
                  const std::string& payload) {
  std::string frame;
  for (int shift = 16; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(length >> shift));
  frame.push_back(static_cast<char>(type));
  frame.push_back(static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(stream >> shift));
  return frame + payload;
}

class GarbageTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(office_, Office::Open()); }

  void TearDown() override {
    for (const int socket : open_) close(socket);
    ASSERT_TRUE(office_->proxy().IsRunning()) << office_->proxy().Log();
    EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
    const auto stub = sudare::v1::QueryService::NewStub(
        office_->proxy().TlsChannel("vendor", "vendor@example.com"));
    EXPECT_THAT(RunQuery(*stub, "", "SELECT 1"), IsAnswered());
  }

  int Connect(int port) {
    sockaddr_in name = {};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(static_cast<uint16_t>(port));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0);
    return fd;
  }

  // Sends to both doors, takes what comes for a moment, and hangs up; or stays, silent.
  void Send(const std::string& bytes, bool hang_up = true) {
    for (const int port : {office_->proxy().plain_port(), office_->proxy().tls_port()}) {
      const int fd = Connect(port);
      // The other side may have closed in the middle.
      send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      const timeval patience = {0, 20'000};
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
      char answer[4096];
      while (recv(fd, answer, sizeof(answer), 0) > 0) {
      }
      if (hang_up) {
        close(fd);
      } else {
        open_.push_back(fd);
      }
    }
  }

  std::unique_ptr<Office> office_;
  std::vector<int> open_;
};

TEST_F(GarbageTest, OtherProtocols) {
  Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  Send("POST /sudare.v1.QueryService/Query HTTP/1.1\r\nContent-Length: 999999999\r\n\r\nx");
  Send("SSH-2.0-OpenSSH_9.2\r\n");
  Send(std::string("\0\0\0\x08\x04\xd2\x16\x2f", 8));  // PostgreSQL's SSLRequest
  Send(std::string("\0\0\0\x25\0\x03\0\0user\0vendor\0database\0payroll\0\0", 37));
  Send("\r\n\r\n\r\n");
  Send("");
}

TEST_F(GarbageTest, RandomBytes) {
  std::mt19937 random(20260401);
  for (int i = 0; i < 60; ++i) {
    std::string bytes(1 + random() % 20'000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Send(bytes);
  }
}

TEST_F(GarbageTest, HalfAHandshake) {
  // The head of a ClientHello, the same with a lie about its length, and records that are none.
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  Send(hello, /*hang_up=*/false);
  Send(hello + std::string(300, '\x42'), /*hang_up=*/false);
  Send(hello + std::string(30'000, '\xff'));
  Send(std::string("\x16\x03\x01\xff\xff", 5) + std::string(70'000, '\0'));
  Send(std::string("\x15\x03\x01\x00\x02\x02\x28", 7));
  for (size_t length = 1; length < hello.size(); ++length) Send(hello.substr(0, length));
}

TEST_F(GarbageTest, BrokenHttp2) {
  const std::string preface(kPreface);
  const std::string settings = Frame(0, 4, 0, 0, "");
  Send(preface, /*hang_up=*/false);
  Send(preface + std::string(100'000, 'x'));
  Send(preface + settings + std::string(100'000, '\xff'));
  // A settings frame of no whole number of settings; one that allows nothing; a window of all.
  Send(preface + Frame(5, 4, 0, 0, "abcde"));
  Send(preface + Frame(6, 4, 0, 0, std::string("\0\x04\0\0\0\0", 6)), /*hang_up=*/false);
  Send(preface + Frame(6, 4, 0, 0, std::string("\0\x04\xff\xff\xff\xff", 6)));
  Send(preface + Frame(6, 4, 0, 0, std::string("\0\x05\0\0\0\x01", 6)));
  // Frames longer than allowed, on streams that are not, of kinds that are not.
  Send(preface + settings + Frame(0xffffff, 0, 0, 1, std::string(1000, 'x')));
  Send(preface + settings + Frame(4, 0, 0, 0, "data"));
  Send(preface + settings + Frame(4, 200, 255, 77, "data"));
  Send(preface + settings + Frame(4, 8, 0, 0, std::string(4, '\0')));
  // Headers that are no HPACK, that never end, and that are reset at once, many times.
  Send(preface + settings + Frame(10, 1, 4, 1, std::string(10, '\xff')));
  std::string endless = preface + settings + Frame(0, 1, 0, 1, "");
  for (int i = 0; i < 2000; ++i) endless += Frame(100, 9, 0, 1, std::string(100, '\x40'));
  Send(endless);
  std::string resets = preface + settings;
  for (uint32_t stream = 1; stream < 20'000; stream += 2) {
    resets += Frame(1, 1, 4, stream, "\x82") + Frame(4, 3, 0, stream, std::string("\0\0\0\x08", 4));
  }
  Send(resets);
  std::string pings = preface + settings;
  for (int i = 0; i < 20'000; ++i) pings += Frame(8, 6, 0, 0, "12345678");
  Send(pings);
}

TEST_F(GarbageTest, CallsOfNothingThatExists) {
  const auto channel = office_->proxy().PlainChannel();
  // A request that is no QueryRequest, by way of one with other fields.
  sudare::v1::ListTablesResponse other;
  for (int i = 0; i < 1000; ++i) other.add_tables()->set_name(std::string(100, '\x7f'));
  sudare::v1::QueryRequest request;
  request.ParsePartialFromString(other.SerializeAsString());
  const auto stub = sudare::v1::QueryService::NewStub(channel);
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  const auto reader = stub->Query(&context, request);
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(GarbageTest, HalfSaidThingsAreHungUpOn) {
  Send(std::string("\x16\x03\x01\x02\x00\x01", 6), /*hang_up=*/false);
  Send("PRI * HTTP", /*hang_up=*/false);
  // The time for a handshake is 20 s; well before, nothing else is held up.
  const absl::Time start = absl::Now();
  EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

}  // namespace
}  // namespace sudare::testing
