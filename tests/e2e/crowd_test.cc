// Two thousand connections at once, silent ones and working ones.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

constexpr int kCrowd = 2000;
constexpr char kRow[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

class CrowdTest : public ::testing::Test {
 protected:
  void SetUp() override {
    rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    ASSERT_OK_AND_ASSIGN(office_, Office::Open());
    ASSERT_THAT(office_->Ask("vendor", kRow), IsAnswered());
    memory_before_ = office_->proxy().ResidentBytes();
    threads_before_ = Count("task");
    files_before_ = Count("fd");
  }

  void TearDown() override {
    ASSERT_TRUE(office_->proxy().IsRunning()) << office_->proxy().Log();
    // What the crowd took is given back.
    EXPECT_TRUE(Soon([&] { return Count("fd") < files_before_ + 50; })) << Count("fd");
    EXPECT_TRUE(Soon([&] { return Count("task") < threads_before_ + 50; })) << Count("task");
    EXPECT_THAT(office_->Ask("vendor", kRow), IsAnswered());
    EXPECT_THAT(office_->AuditRecords(), IsOk());
  }

  // Entries of a folder of /proc/PID: threads or open files.
  int Count(const std::string& what) {
    const std::filesystem::path folder = absl::StrCat("/proc/", office_->proxy().pid(), "/", what);
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
  }

  int Connect(int port) {
    sockaddr_in name = {};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(static_cast<uint16_t>(port));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0)
        << strerror(errno);
    return fd;
  }

  void ExpectBounded() {
    EXPECT_LT(office_->proxy().ResidentBytes(), memory_before_ + (uint64_t{512} << 20));
    EXPECT_LT(Count("task"), threads_before_ + 2 * 300);
  }

  std::unique_ptr<Office> office_;
  uint64_t memory_before_ = 0;
  int threads_before_ = 0;
  int files_before_ = 0;
};

TEST_F(CrowdTest, ThirtyTwoWorkWhileTwoThousandAreSilent) {
  std::vector<int> silent;
  for (int i = 0; i < kCrowd; ++i) {
    silent.push_back(
        Connect(i % 2 == 0 ? office_->proxy().plain_port() : office_->proxy().tls_port()));
  }
  ASSERT_TRUE(Soon([&] { return Count("fd") > kCrowd; }));
  std::atomic<int> answers{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 32; ++i) {
    clients.emplace_back([&] {
      const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
      for (int k = 0; k < 20; ++k) {
        const Reply reply = RunQuery(*stub, "vendor", kRow);
        EXPECT_THAT(reply, IsAnswered());
        answers += reply.status.ok();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answers, 32 * 20);
  ExpectBounded();
  for (const int fd : silent) close(fd);
}

TEST_F(CrowdTest, EachOfTwoThousandQueriesAtOnceIsAnsweredOrRefusedInWords) {
  struct Call : grpc::ClientReadReactor<sudare::v1::QueryResponse> {
    void OnReadDone(bool ok) override {
      if (ok) StartRead(&response);
    }
    void OnDone(const grpc::Status& status) override {
      end = status;
      ++*done;
    }
    std::unique_ptr<sudare::v1::QueryService::Stub> stub;
    grpc::ClientContext context;
    sudare::v1::QueryRequest request;
    sudare::v1::QueryResponse response;
    grpc::Status end;
    std::atomic<int>* done = nullptr;
  };
  std::atomic<int> done{0};
  std::vector<std::unique_ptr<Call>> calls;
  for (int i = 0; i < kCrowd; ++i) {
    auto call = std::make_unique<Call>();
    call->stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
    ProxyProcess::LogIn(call->context, "vendor");
    call->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
    call->request.set_sql(kRow);
    call->done = &done;
    call->stub->async()->Query(&call->context, &call->request, call.get());
    call->StartRead(&call->response);
    call->StartCall();
    calls.push_back(std::move(call));
  }
  EXPECT_TRUE(Soon([&] { return done == kCrowd; }, absl::Seconds(130))) << done;
  ExpectBounded();
  int good = 0;
  for (const auto& call : calls) {
    good += call->end.ok();
    EXPECT_TRUE(call->end.ok() || call->end.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED)
        << call->end.error_code() << " " << call->end.error_message();
  }
  EXPECT_GT(good, kCrowd / 20);
}

TEST_F(CrowdTest, ConnectionsBeyondTheLimitAreClosedAtOnce) {
  std::vector<int> silent;
  // The default limit of a listener is 2,500.
  for (int i = 0; i < 2600; ++i) silent.push_back(Connect(office_->proxy().plain_port()));
  int closed = 0;
  EXPECT_TRUE(Soon([&] {
    closed = 0;
    for (const int fd : silent) {
      char byte;
      const ssize_t got = recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
      closed += got == 0 || (got < 0 && errno == ECONNRESET);
    }
    return closed >= 100;
  }));
  EXPECT_LT(closed, 200);
  ExpectBounded();
  // Who was inside before goes on.
  EXPECT_THAT(office_->Ask("vendor", kRow), IsAnswered());
  for (const int fd : silent) close(fd);
}

}  // namespace
}  // namespace sudare::testing
