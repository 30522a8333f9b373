// Clients that read nothing, vanish, or lose patience: the database's work ends, and the others go
// on.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
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

constexpr absl::Duration kAtOnce = absl::Seconds(2);

class ClientsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(office_, Office::Open()); }

  void TearDown() override {
    EXPECT_TRUE(office_->proxy().IsRunning());
    EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
    EXPECT_THAT(office_->AuditRecords(), IsOk());
  }

  // How each query of `account` ended, by the audit log.
  std::vector<std::string> Outcomes() {
    std::vector<std::string> outcomes;
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (record.has_outcome()) outcomes.push_back(record.outcome().status());
    }
    return outcomes;
  }

  // The command's own client, in a process of its own.
  absl::StatusOr<ChildProcess> StartClient(const std::string& sql) {
    const std::string password = office_->proxy().folder() + "/password";
    FILE* file = fopen(password.c_str(), "w");
    fputs(ProxyProcess::kPassword, file);
    fclose(file);
    chmod(password.c_str(), 0600);
    ChildOptions options;
    options.arguments = {office_->proxy().command(),
                         "query",
                         "--server",
                         absl::StrCat("127.0.0.1:", office_->proxy().plain_port()),
                         "--plaintext",
                         "--user",
                         "vendor",
                         "--password-file",
                         password,
                         "--format",
                         "csv",
                         "--sql",
                         sql};
    options.dies_with_parent = true;
    return ChildProcess::Start(options);
  }

  bool DatabaseIsIdle() {
    return Soon([&] { return office_->RunningInDatabase() == 0; }, kAtOnce);
  }

  std::unique_ptr<Office> office_;
};

TEST_F(ClientsTest, OneThatReadsNothingHoldsNoMoreThanItsShare) {
  constexpr int kStalled = 8;
  ASSERT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
  const uint64_t before = office_->proxy().ResidentBytes();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<sudare::v1::QueryService::Stub>> stubs;
  std::vector<std::unique_ptr<grpc::ClientReader<sudare::v1::QueryResponse>>> readers;
  sudare::v1::QueryRequest request;
  request.set_sql(kEndlessRows);
  for (int i = 0; i < kStalled; ++i) {
    stubs.push_back(sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel()));
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    ProxyProcess::LogIn(*contexts.back(), "vendor");
    readers.push_back(stubs.back()->Query(contexts.back().get(), request));
    sudare::v1::QueryResponse header;
    ASSERT_TRUE(readers.back()->Read(&header));
  }
  uint64_t most = 0;
  for (int i = 0; i < 30; ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    most = std::max(most, office_->proxy().ResidentBytes());
  }
  EXPECT_LT(most - before, uint64_t{kStalled} * (8 << 20));
  // The others go on meanwhile.
  EXPECT_THAT(office_->Ask("vendor", "SELECT count(*) FROM payroll.employees"), IsAnswered());
  EXPECT_THAT(office_->Ask("hr", "SELECT full_name FROM payroll.employees"), IsAnswered());
  // The database waits for the clients, so that it is still at work.
  EXPECT_EQ(office_->RunningInDatabase(), kStalled);
  for (const auto& context : contexts) context->TryCancel();
  for (const auto& reader : readers) EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(DatabaseIsIdle());
}

TEST_F(ClientsTest, OneThatCancelsWhileItWaitsStopsTheDatabase) {
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::QueryRequest request;
  request.set_sql(kLongWork);
  const auto reader = office_->stub().Query(&context, request);
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(DatabaseIsIdle());
  EXPECT_TRUE(Soon([&] { return Outcomes() == std::vector<std::string>{"CANCELLED"}; }));
}

TEST_F(ClientsTest, OneThatIsKilledStopsTheDatabase) {
  for (const char* sql : {kEndlessRows, kLongWork}) {
    ASSERT_OK_AND_ASSIGN(ChildProcess client, StartClient(sql));
    ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; })) << sql;
    client.Signal(SIGKILL);
    EXPECT_THAT(client.Wait(absl::Seconds(5)), IsOk());
    EXPECT_TRUE(DatabaseIsIdle()) << sql;
  }
}

TEST_F(ClientsTest, OneThatIsFrozenIsOutlivedByTheOthersAndStopsWhenKilled) {
  ASSERT_OK_AND_ASSIGN(ChildProcess client, StartClient(kEndlessRows));
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  client.Signal(SIGSTOP);
  absl::SleepFor(absl::Seconds(1));
  const uint64_t before = office_->proxy().ResidentBytes();
  absl::SleepFor(absl::Seconds(2));
  EXPECT_LT(office_->proxy().ResidentBytes(), before + (16 << 20));
  EXPECT_THAT(office_->Ask("hr", "SELECT count(*) FROM payroll.employees"), IsAnswered());
  client.Signal(SIGKILL);
  EXPECT_THAT(client.Wait(absl::Seconds(5)), IsOk());
  EXPECT_TRUE(DatabaseIsIdle());
}

TEST_F(ClientsTest, OneWhoseDeadlinePassesStopsTheDatabase) {
  for (const char* sql : {kEndlessRows, kLongWork}) {
    const Reply reply =
        RunQuery(office_->stub(), "vendor", sql, {}, /*keep_rows=*/false, absl::Seconds(1));
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED) << sql;
    EXPECT_TRUE(DatabaseIsIdle()) << sql;
  }
}

TEST_F(ClientsTest, ManyThatVanishAtOnceLeaveNothingBehind) {
  constexpr int kClients = 40;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
    std::vector<std::unique_ptr<grpc::ClientReader<sudare::v1::QueryResponse>>> readers;
    sudare::v1::QueryRequest request;
    request.set_sql(round == 1 ? kLongWork : kEndlessRows);
    const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
    for (int i = 0; i < kClients; ++i) {
      contexts.push_back(std::make_unique<grpc::ClientContext>());
      ProxyProcess::LogIn(*contexts.back(), "vendor");
      readers.push_back(stub->Query(contexts.back().get(), request));
    }
    // More than the pool has sessions, so that some are still waiting for one.
    ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() >= 10; }));
    for (const auto& context : contexts) context->TryCancel();
    for (const auto& reader : readers) reader->Finish();
    EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }, absl::Seconds(10)));
  }
  // As many as before may run again.
  EXPECT_THAT(office_->Ask("vendor", "SELECT count(*) FROM payroll.employees"), IsAnswered());
}

}  // namespace
}  // namespace sudare::testing
