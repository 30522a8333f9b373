// Many connections at once: idle ones, working ones, and more than are allowed.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/rpc/door.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using sudare::v1::QueryService;

constexpr int kCrowd = 2000;

// Both ends of each connection and the gate's duplicate are in this process.
void RaiseFileLimit() {
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

class CrowdTest : public ::testing::Test {
 protected:
  void Open(int max_connections, int max_threads = 256) {
    RaiseFileLimit();
    DoorOptions options = testing::LoopbackDoor();
    options.listener.set_max_connections(max_connections);
    options.max_threads = max_threads;
    ASSERT_OK_AND_ASSIGN(door_, Door::Open(options, parts_.ForService()));
  }

  void TearDown() override {
    for (const int socket : sockets_) close(socket);
  }

  // A bare TCP connection that says nothing.
  int ConnectSilently() {
    const std::vector<std::string> parts = absl::StrSplit(door_->address(), ':');
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(parts.back(), &port));
    sockaddr_in name = {};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(static_cast<uint16_t>(port));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0)
        << strerror(errno);
    sockets_.push_back(fd);
    return fd;
  }

  absl::StatusCode ListTables(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    testing::LogIn(context);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    sudare::v1::ListTablesResponse response;
    return static_cast<absl::StatusCode>(
        QueryService::NewStub(channel)->ListTables(&context, {}, &response).error_code());
  }

  template <typename Condition>
  static bool Soon(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(10));
    return condition();
  }

  testing::DoorParts parts_;
  std::unique_ptr<Door> door_;
  std::vector<int> sockets_;
};

TEST_F(CrowdTest, ServesBesideTwoThousandSilentConnections) {
  Open(kCrowd + 100);
  for (int i = 0; i < kCrowd; ++i) ConnectSilently();
  ASSERT_TRUE(Soon([&] { return door_->connections() == kCrowd; }));
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
  for (const int socket : sockets_) close(socket);
  sockets_.clear();
  EXPECT_TRUE(Soon([&] { return door_->connections() <= 1; }));
}

TEST_F(CrowdTest, AnswersTwoThousandConnectionsAtOnce) {
  Open(kCrowd + 100, 32);
  struct Call {
    std::unique_ptr<QueryService::Stub> stub;
    grpc::ClientContext context;
    sudare::v1::ListTablesRequest request;
    sudare::v1::ListTablesResponse response;
  };
  std::vector<std::unique_ptr<Call>> calls;
  std::atomic<int> done{0}, good{0}, refused{0};
  for (int i = 0; i < kCrowd; ++i) {
    auto call = std::make_unique<Call>();
    call->stub = QueryService::NewStub(testing::Connect(door_->address()));
    testing::LogIn(call->context);
    call->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
    call->stub->async()->ListTables(
        &call->context, &call->request, &call->response, [&](const grpc::Status& status) {
          if (status.ok()) ++good;
          if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
            ++refused;
          }
          ++done;
        });
    calls.push_back(std::move(call));
  }
  for (int i = 0; i < 12000 && done < kCrowd; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(done, kCrowd);
  // Each is answered or told that there are too many; nobody hangs.
  EXPECT_EQ(good + refused, kCrowd);
  EXPECT_GT(good, kCrowd / 10);
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
}

TEST_F(CrowdTest, MoreCallsThanThreadsAreToldSo) {
  Open(100, 8);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<sudare::v1::QueryResponse>>> readers;
  sudare::v1::QueryRequest request;
  request.set_sql("wait");
  // One thread always listens.
  for (int i = 0; i < 7; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    testing::LogIn(*contexts.back());
    readers.push_back(QueryService::NewStub(testing::Connect(door_->address()))
                          ->Query(contexts.back().get(), request));
  }
  ASSERT_TRUE(Soon([&] { return parts_.pipeline.running() == 7; }));
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kResourceExhausted);
  for (const auto& context : contexts) context->TryCancel();
  for (const auto& reader : readers) EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(Soon([&] { return parts_.pipeline.running() == 0; }));
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
}

TEST_F(CrowdTest, RefusesConnectionsBeyondTheLimitUntilOneEnds) {
  Open(3);
  auto channel = testing::Connect(door_->address());
  ASSERT_EQ(ListTables(channel), absl::StatusCode::kOk);
  ConnectSilently();
  const int last = ConnectSilently();
  ASSERT_TRUE(Soon([&] { return door_->connections() == 3; }));
  const int refused = ConnectSilently();
  char byte;
  EXPECT_EQ(recv(refused, &byte, 1, 0), 0);
  EXPECT_TRUE(Soon([&] { return door_->refused_connections() == 1; }));
  // Those inside work on.
  EXPECT_EQ(ListTables(channel), absl::StatusCode::kOk);
  shutdown(last, SHUT_RDWR);
  ASSERT_TRUE(Soon([&] { return door_->connections() == 2; }));
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
}

TEST_F(CrowdTest, GoesOnAcceptingAfterRunningOutOfFileDescriptors) {
  Open(1000);
  rlimit before;
  getrlimit(RLIMIT_NOFILE, &before);
  ASSERT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
  const int next = dup(0);
  close(next);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(next) + 1;
  // One descriptor is left: it is this end of the connection, and none is left for the other end.
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  ConnectSilently();
  absl::SleepFor(absl::Milliseconds(300));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(ListTables(testing::Connect(door_->address())), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace sudare
