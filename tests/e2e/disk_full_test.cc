// No room for the audit log: queries stop in words, no row leaves without its intent, and service
// resumes when there is room.
//
// The full disk is a limit on the size of the proxy's files (RLIMIT_FSIZE), set and lifted while it
// runs: it needs no privilege and no mount, and fails a write in the middle as a disk does. Faults
// of the file system itself are tests/proxy/audit's.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr char kRow[] = "SELECT employee_no FROM payroll.employees WHERE employee_no = '000001'";

class DiskFullTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(office_, Office::Open());
    ASSERT_THAT(office_->Ask("vendor", kRow), IsAnswered());
  }

  uint64_t LogBytes() const {
    uint64_t most = 0;
    for (const auto& entry : std::filesystem::directory_iterator(office_->proxy().audit_folder())) {
      most = std::max<uint64_t>(most, entry.file_size());
    }
    return most;
  }

  // Lets files grow to `bytes`.
  void SetRoom(rlim_t bytes) {
    rlimit limit;
    ASSERT_EQ(prlimit(office_->proxy().pid(), RLIMIT_FSIZE, nullptr, &limit), 0);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ASSERT_EQ(prlimit(office_->proxy().pid(), RLIMIT_FSIZE, &limit, nullptr), 0);
  }

  // Asks until the answer is no answer, and returns it with how many came before.
  Reply AskUntilRefused(int* answered) {
    for (*answered = 0; *answered < 10'000; ++*answered) {
      Reply reply = office_->Ask("vendor", kRow);
      if (!reply.status.ok()) return reply;
    }
    return {};
  }

  std::set<std::string> Intents() {
    std::set<std::string> intents;
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (record.has_intent()) intents.insert(record.intent().query_id());
    }
    return intents;
  }

  std::unique_ptr<Office> office_;
};

TEST_F(DiskFullTest, QueriesStopInWordsAndResumeWithRoom) {
  SetRoom(LogBytes() + 20'000);
  int answered = 0;
  const Reply reply = AskUntilRefused(&answered);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::UNAVAILABLE, "AUDIT_UNAVAILABLE"));
  EXPECT_EQ(reply.row_count, 0u);
  EXPECT_NE(reply.detail.advice(), "");
  EXPECT_GT(answered, 3);
  // It stays so, for what would be refused and for log-ins too.
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(office_->Ask("vendor", kRow).status.ok());
  EXPECT_EQ(office_->Ask("vendor", "DROP TABLE x").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(office_->Ask("hr", kRow).status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(Soon([&] {
    EXPECT_FALSE(office_->Ask("vendor", kRow).status.ok());
    return office_->proxy().Log().find("not serving: the audit log") != std::string::npos;
  }));
  EXPECT_TRUE(office_->proxy().IsRunning());

  SetRoom(RLIM_INFINITY);
  EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", kRow).status.ok(); }, absl::Seconds(5)));
  EXPECT_THAT(office_->Ask("hr", kRow), IsAnswered());
  EXPECT_THAT(office_->AuditRecords(), IsOk());
}

TEST_F(DiskFullTest, NoRowLeavesWithoutItsIntent) {
  absl::Mutex mutex;
  std::set<std::string> received;
  std::atomic<bool> stop{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
      sudare::v1::QueryRequest request;
      request.set_sql(kRow);
      while (!stop) {
        grpc::ClientContext context;
        ProxyProcess::LogIn(context, "vendor");
        const auto reader = stub->Query(&context, request);
        sudare::v1::QueryResponse response;
        while (reader->Read(&response)) {
          if (!response.has_header()) continue;
          absl::MutexLock lock(&mutex);
          received.insert(response.header().query_id());
        }
        EXPECT_THAT(reader->Finish().error_code(),
                    AnyOf(grpc::StatusCode::OK, grpc::StatusCode::UNAVAILABLE));
      }
    });
  }
  for (int round = 0; round < 5; ++round) {
    SetRoom(LogBytes() + 30'000 + round * 1'111);
    absl::SleepFor(absl::Milliseconds(500));
    SetRoom(RLIM_INFINITY);
    absl::SleepFor(absl::Milliseconds(400));
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  const std::set<std::string> intents = Intents();
  EXPECT_GT(received.size(), 100u);
  for (const std::string& id : received) EXPECT_EQ(intents.count(id), 1u) << id;
  EXPECT_TRUE(office_->proxy().IsRunning());
}

TEST_F(DiskFullTest, AFullDiskSurvivesARestart) {
  SetRoom(LogBytes() + 10'000);
  int answered = 0;
  EXPECT_FALSE(AskUntilRefused(&answered).status.ok());
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  EXPECT_THAT(office_->AuditRecords(), IsOk());
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", kRow).status.ok(); }));
  EXPECT_THAT(office_->AuditRecords(), IsOk());
}

}  // namespace
}  // namespace sudare::testing
