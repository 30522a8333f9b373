// Every limit ends a query with its own reason, what the limit is, and what to do.
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::HasSubstr;

constexpr grpc::StatusCode kExhausted = grpc::StatusCode::RESOURCE_EXHAUSTED;

class LimitsTest : public ::testing::Test {
 protected:
  static void TearDownTestSuite() { usual_.reset(); }

  // With nothing of its own, tests share one.
  void Open(const std::string& more_config = "", const std::string& more_database = "") {
    OfficeOptions options;
    options.more_config = more_config;
    options.more_database = more_database;
    std::unique_ptr<Office>& office = more_config.empty() && more_database.empty() ? usual_ : own_;
    if (office == nullptr) {
      ASSERT_OK_AND_ASSIGN(office, Office::Open(options));
    }
    office_ = office.get();
  }

  void TearDown() override {
    if (office_ == nullptr) return;
    // Nothing of what was ended goes on, and nobody is locked out.
    EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }));
    EXPECT_THAT(office_->Ask("tight", "SELECT 1"), IsAnswered());
  }

  static std::unique_ptr<Office> usual_;
  std::unique_ptr<Office> own_;
  Office* office_ = nullptr;
};

std::unique_ptr<Office> LimitsTest::usual_;

TEST_F(LimitsTest, MoreRowsThanAllowedEndTheAnswerAfterThem) {
  Open();
  const Reply reply = office_->Ask("tight", "SELECT gross FROM payroll.employees");
  EXPECT_THAT(reply, IsRefused(kExhausted, "ROW_LIMIT"));
  EXPECT_EQ(reply.row_count, 100u);
  EXPECT_THAT(reply.detail.message(), HasSubstr("100 rows"));
  EXPECT_THAT(reply.detail.advice(), HasSubstr("LIMIT"));
  EXPECT_THAT(office_->Ask("tight", "SELECT gross FROM payroll.employees LIMIT 100"), IsAnswered());
}

TEST_F(LimitsTest, MoreBytesThanAllowedEndTheAnswer) {
  Open();
  const Reply reply = office_->Ask("tight", "SELECT repeat('x', 500) FROM payroll.employees");
  EXPECT_THAT(reply, IsRefused(kExhausted, "BYTE_LIMIT"));
  EXPECT_LE(reply.byte_count, 20000u);
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(LimitsTest, WorkBeyondTheTimeIsStopped) {
  Open();
  const absl::Time start = absl::Now();
  const Reply reply = office_->Ask("tight", kLongWork);
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_NE(reply.detail.reason(), "");
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(LimitsTest, LongSqlIsRefused) {
  Open();
  const Reply reply = office_->Ask("tight", absl::StrCat("SELECT '", std::string(2000, 'x'), "'"));
  EXPECT_THAT(reply, IsRefused(kExhausted, "SQL_TOO_LONG"));
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(LimitsTest, DeepSqlIsRefused) {
  Open();
  std::string sql = "SELECT 1";
  for (int i = 0; i < 30; ++i) sql += "+1";
  const Reply reply = office_->Ask("tight", sql);
  EXPECT_THAT(reply, IsRefused(kExhausted, "TOO_DEEP"));
  EXPECT_THAT(reply.detail.message(), HasSubstr("20 levels"));
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(LimitsTest, OneQueryMoreThanTheAccountMayRunAtOnceIsRefused) {
  Open();
  std::thread first([&] { office_->Ask("tight", kLongWork); });
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  const Reply reply = office_->Ask("tight", "SELECT 1");
  EXPECT_THAT(reply, IsRefused(kExhausted, "ACCOUNT_QUERIES_AT_ONCE"));
  EXPECT_NE(reply.detail.advice(), "");
  // Others are not concerned.
  EXPECT_THAT(office_->Ask("hr", "SELECT 1"), IsAnswered());
  first.join();
}

TEST_F(LimitsTest, OneQueryMoreThanTheServerMayRunAtOnceIsRefused) {
  Open("defaults { server_queries: 1 }");
  // Of an account whose time doesn't run out on a busy machine.
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::QueryRequest request;
  request.set_sql(kLongWork);
  const auto first = office_->stub().Query(&context, request);
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  EXPECT_THAT(office_->Ask("hr", "SELECT 1"), IsRefused(kExhausted, "SERVER_QUERIES_AT_ONCE"));
  context.TryCancel();
  EXPECT_FALSE(first->Finish().ok());
}

TEST_F(LimitsTest, QueriesThatFindNoSessionInTimeAreTold) {
  Open("", "pool_size: 1");
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::QueryRequest request;
  request.set_sql(kLongWork);
  const auto reader = office_->stub().Query(&context, request);
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  const Reply reply = office_->Ask("tight", "SELECT 1");
  EXPECT_FALSE(reply.status.ok());
  EXPECT_NE(reply.detail.reason(), "");
  context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(LimitsTest, ATokenMapOfTooManyValuesIsRefusedWithTheWayRound) {
  Open("defaults { token_map_values: 100 }");
  const Reply reply =
      office_->Ask("vendor", "SELECT full_name || '' FROM payroll.employees ORDER BY 1");
  EXPECT_THAT(reply, IsRefused(kExhausted, "TOKEN_MAP_TOO_LARGE"));
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(LimitsTest, PeopleWithoutAValidPledgeAreRefused) {
  Open();
  constexpr auto kCode = grpc::StatusCode::FAILED_PRECONDITION;
  EXPECT_THAT(office_->Ask("expired", "SELECT 1"), IsRefused(kCode, "PLEDGE_EXPIRED"));
  EXPECT_THAT(office_->Ask("early", "SELECT 1"), IsRefused(kCode, "PLEDGE_NOT_YET_VALID"));
  EXPECT_THAT(office_->Ask("unpledged", "SELECT 1"), IsRefused(kCode, "PLEDGE_MISSING"));
  // Not the visible catalog either.
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "expired");
  sudare::v1::ListTablesResponse response;
  EXPECT_EQ(office_->stub().ListTables(&context, {}, &response).error_code(), kCode);
}

TEST_F(LimitsTest, ARoleThatRequiresAWindowIsRefused) {
  Open();
  const Reply reply = office_->Ask("windowed", "SELECT 1");
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
  EXPECT_NE(reply.detail.advice(), "");
}

}  // namespace
}  // namespace sudare::testing
