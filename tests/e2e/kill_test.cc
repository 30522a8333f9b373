// The proxy is killed (kill -9) under load, again and again: the log's chain holds, and whatever a
// client received has its intent in it.
#include <atomic>
#include <csignal>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    // Small segments, so that some rounds end while one is sealed.
    options.more_audit = "segment_bytes: 65536";
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  // Asks without pause until told to stop, and keeps the names of the queries that were answered.
  void Load(std::atomic<bool>& stop) {
    sudare::v1::QueryRequest request;
    request.set_sql("SELECT full_name FROM payroll.employees LIMIT 50");
    const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
    while (!stop) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
      ProxyProcess::LogIn(context, "vendor");
      const auto reader = stub->Query(&context, request);
      sudare::v1::QueryResponse response;
      while (reader->Read(&response)) {
        if (!response.has_header()) continue;
        absl::MutexLock lock(&mutex_);
        received_.insert(response.header().query_id());
      }
      if (!reader->Finish().ok()) absl::SleepFor(absl::Milliseconds(5));
    }
  }

  size_t Received() {
    absl::MutexLock lock(&mutex_);
    return received_.size();
  }

  std::unique_ptr<Office> office_;
  absl::Mutex mutex_;
  std::set<std::string> received_;
};

TEST_F(KillTest, LosesNoIntentOfWhatAClientReceived) {
  constexpr int kRounds = 8;
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < kRounds; ++round) {
    std::atomic<bool> stop{false};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) clients.emplace_back([&] { Load(stop); });
    // However long log-ins take on a busy machine.
    const size_t before = Received();
    EXPECT_TRUE(Soon([&] { return Received() > before + 8; }, absl::Seconds(30)));
    absl::SleepFor(absl::Milliseconds(random() % 500));
    EXPECT_THAT(office_->proxy().Stop(SIGKILL), IsOk());
    stop = true;
    for (std::thread& client : clients) client.join();
    // Before anything repairs the log, and after.
    EXPECT_THAT(office_->AuditRecords(), IsOk());
    ASSERT_THAT(office_->proxy().Restart(), IsOk());
    const auto records = office_->AuditRecords();
    ASSERT_THAT(records, IsOk());
    std::set<std::string> intents;
    for (const auto& record : *records) {
      if (record.has_intent()) intents.insert(record.intent().query_id());
    }
    for (const std::string& id : received_) ASSERT_EQ(intents.count(id), 1u) << id;
  }
  EXPECT_GT(received_.size(), 50u);
  EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", "SELECT 1").status.ok(); }));
  // The database's sessions of all the dead proxies are gone.
  EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }));
}

}  // namespace
}  // namespace sudare::testing
