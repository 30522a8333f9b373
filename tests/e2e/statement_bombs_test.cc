// Statements made to break a parser: they are answered or refused in words, and the proxy lives on.
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

// What may be left of statements that took a gigabyte, whichever threads worked on them.
constexpr uint64_t kMuchMemory = uint64_t{256} << 20;

std::string Repeat(absl::string_view text, int times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (int i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

class StatementBombsTest : public ::testing::Test {
 protected:
  // As large as a configuration can allow.
  static constexpr char kLargest[] = "defaults { sql_bytes: 16777216 nesting_depth: 1000 }";

  static void TearDownTestSuite() { usual_.reset(); }

  // With nothing of its own, tests share one.
  void Open(const std::string& more_config = "") {
    OfficeOptions options;
    options.more_config = more_config;
    std::unique_ptr<Office>& office = more_config.empty() ? usual_ : own_;
    if (office == nullptr) {
      ASSERT_OK_AND_ASSIGN(office, Office::Open(options));
    }
    office_ = office.get();
  }

  void TearDown() override {
    if (office_ == nullptr) return;
    EXPECT_TRUE(office_->proxy().IsRunning()) << office_->proxy().Log().substr(0, 10000);
    EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
    EXPECT_LT(office_->proxy().ResidentBytes(), kMuchMemory);
    EXPECT_THAT(office_->AuditRecords(), IsOk());
  }

  // Neither the proxy's fault nor the database's, and worded.
  void ExpectAnswerOrRefusal(const std::string& sql) {
    const Reply reply = office_->Ask("vendor", sql);
    EXPECT_THAT(reply.status.error_code(),
                AnyOf(grpc::StatusCode::OK, grpc::StatusCode::RESOURCE_EXHAUSTED,
                      grpc::StatusCode::INVALID_ARGUMENT))
        << sql.substr(0, 100) << "\n"
        << reply.status.error_message() << reply.detail.ShortDebugString();
    EXPECT_NE(reply.status.ok(), !reply.detail.reason().empty()) << sql.substr(0, 100);
    ASSERT_TRUE(office_->proxy().IsRunning()) << sql.substr(0, 100) << office_->proxy().Log();
  }

  static std::unique_ptr<Office> usual_;
  std::unique_ptr<Office> own_;
  Office* office_ = nullptr;
};

std::unique_ptr<Office> StatementBombsTest::usual_;

TEST_F(StatementBombsTest, TenMegabytesAreRefusedBeforeTheyAreRead) {
  Open();
  const Reply reply = office_->Ask("vendor", "SELECT '" + std::string(10 << 20, 'x') + "'");
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_NE(reply.status.error_message(), "");
  EXPECT_LT(office_->proxy().ResidentBytes(), uint64_t{512} << 20);
}

TEST_F(StatementBombsTest, ALittleOverTheLimitIsRefusedWithTheLimit) {
  Open();
  const Reply reply = office_->Ask("vendor", "SELECT '" + std::string(1 << 20, 'x') + "'");
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::RESOURCE_EXHAUSTED, "SQL_TOO_LONG"));
  EXPECT_THAT(reply.detail.message(), HasSubstr("1048576"));
  EXPECT_NE(reply.detail.advice(), "");
}

TEST_F(StatementBombsTest, TenMegabytesThatAreAllowedAreReadWithoutHarm) {
  Open(kLargest);
  constexpr int kSize = 10 << 20;
  const Reply literal = office_->Ask("vendor", "SELECT length('" + std::string(kSize, 'x') + "')");
  ASSERT_THAT(literal, IsAnswered());
  EXPECT_EQ(literal.rows[0][0], absl::StrCat(kSize));
  for (const absl::string_view piece : {"(", ";", " ", "'", "$", "髙", "/*", "- ", "\"\" "}) {
    ExpectAnswerOrRefusal(Repeat(piece, kSize / static_cast<int>(piece.size())));
  }
  ExpectAnswerOrRefusal("SELECT " + Repeat("- ", kSize / 2) + "1");
  ExpectAnswerOrRefusal("/*" + std::string(kSize, ' '));
  ExpectAnswerOrRefusal("SELECT 1 AS \"" + std::string(kSize, 'n') + "\"");
  ExpectAnswerOrRefusal("SELECT $" + std::string(kSize, '9'));
  ExpectAnswerOrRefusal("SELECT " + std::string(kSize, '9'));
}

TEST_F(StatementBombsTest, ChainsOfTwoHundredThousandOperandsEndInWords) {
  Open();
  constexpr int kOperands = 200'000;
  for (const char* link : {"+1", "*1", "-1", "||1", "%1", "^1", "<1", "::int", "[1]", ".a"}) {
    ExpectAnswerOrRefusal("SELECT 1" + Repeat(link, kOperands));
  }
  for (const char* link : {" OR x", " AND x"}) {
    ExpectAnswerOrRefusal("SELECT 1 WHERE x" + Repeat(link, kOperands));
  }
  ExpectAnswerOrRefusal("SELECT " + Repeat("-", 2) + "\n1" + Repeat("+-1", kOperands));
  ExpectAnswerOrRefusal("VALUES (1)" + Repeat(",(1)", kOperands / 10));
}

// PostgreSQL's lexer takes the square of their length for these.
TEST_F(StatementBombsTest, RunsOfOperatorCharactersDontOccupyTheLexer) {
  Open();
  constexpr int kLength = 500'000;
  const absl::Time start = absl::Now();
  for (const char* run : {"+", "/*", "+-", "=+", "/*-*/", "-/*", "*"}) {
    ExpectAnswerOrRefusal("SELECT 1 " + Repeat(run, kLength / static_cast<int>(strlen(run))) +
                          " 1");
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  // Lines drawn in comments are no such thing.
  EXPECT_THAT(office_->Ask("vendor", "/*" + std::string(1000, '*') + "*/ SELECT 1 --" +
                                         std::string(1000, '=')),
              IsAnswered());
}

// Just short of what the parser looks at more closely, and far above.
TEST_F(StatementBombsTest, DeepNestingEndsInWords) {
  Open(kLargest);
  for (const int depth : {900, 2500, 5000, 10'000, 100'000}) {
    SCOPED_TRACE(depth);
    ExpectAnswerOrRefusal("SELECT " + Repeat("(", depth) + "1" + Repeat(")", depth));
    ExpectAnswerOrRefusal("SELECT " + Repeat("NOT ", depth) + "true");
    ExpectAnswerOrRefusal("SELECT " + Repeat("- ", depth) + "1");
    ExpectAnswerOrRefusal("SELECT 1" + Repeat("+1", depth));
    ExpectAnswerOrRefusal(Repeat("SELECT (", depth) + "SELECT 1" + Repeat(")", depth));
    ExpectAnswerOrRefusal(Repeat("SELECT*FROM(", depth) + "SELECT 1" + Repeat(")t", depth));
    ExpectAnswerOrRefusal("SELECT " + Repeat("CASE WHEN true THEN ", depth) + "1" +
                          Repeat(" END", depth));
    ExpectAnswerOrRefusal("SELECT " + Repeat("abs(", depth) + "1" + Repeat(")", depth));
    ExpectAnswerOrRefusal("SELECT " + Repeat("ARRAY[", depth) + "1" + Repeat("]", depth));
    ExpectAnswerOrRefusal("SELECT " + Repeat("ROW(", depth) + "1" + Repeat(")", depth));
    ExpectAnswerOrRefusal(Repeat("(", depth) + "SELECT 1" + Repeat(")", depth));
    ExpectAnswerOrRefusal("SELECT 1" + Repeat(" UNION ALL SELECT 1", depth));
    ExpectAnswerOrRefusal("SELECT * FROM payroll.employees" +
                          Repeat(" NATURAL JOIN payroll.employees", depth));
    ExpectAnswerOrRefusal(Repeat("WITH a AS (", depth) + "SELECT 1" + Repeat(") SELECT 1", depth));
    ExpectAnswerOrRefusal("SELECT 1" + Repeat(" COLLATE \"C\"", depth));
    ExpectAnswerOrRefusal("SELECT 1 WHERE 1" + Repeat(" IN (1", depth) + Repeat(")", depth));
    ExpectAnswerOrRefusal("SELECT 1::numeric" + Repeat("[]", depth));
  }
}

TEST_F(StatementBombsTest, NestingWithinTheLimitIsAnswered) {
  Open();
  constexpr int kDepth = 50;
  EXPECT_THAT(office_->Ask("vendor", "SELECT " + Repeat("(", 10'000) + "1" + Repeat(")", 10'000)),
              Not(IsRefused(grpc::StatusCode::INTERNAL, "")));
  EXPECT_THAT(office_->Ask("vendor",
                           Repeat("SELECT * FROM (", kDepth) + "SELECT 1" + Repeat(") t", kDepth)),
              IsAnswered());
  EXPECT_THAT(office_->Ask("vendor", "SELECT " + Repeat("CASE WHEN true THEN ", kDepth) + "1" +
                                         Repeat(" END", kDepth)),
              IsAnswered());
}

TEST_F(StatementBombsTest, AListOfFiftyThousandIsAnswered) {
  Open();
  std::vector<std::string> numbers;
  for (int i = 0; i < 50'000; ++i) numbers.push_back(absl::StrCat("'", i, "'"));
  const Reply reply = office_->Ask(
      "vendor", absl::StrCat("SELECT count(*) FROM payroll.employees WHERE employee_no IN (",
                             absl::StrJoin(numbers, ","), ")"));
  EXPECT_THAT(reply, IsAnswered());
  // None of these is a token.
  EXPECT_THAT(
      office_->Ask("vendor",
                   absl::StrCat("SELECT count(*) FROM payroll.employees WHERE full_name IN (",
                                absl::StrJoin(numbers, ","), ")")),
      IsAnswered());
}

TEST_F(StatementBombsTest, SixtyThousandParametersEndInWords) {
  Open();
  std::vector<Value> parameters(60'000, "000001");
  std::vector<std::string> places;
  for (size_t i = 1; i <= parameters.size(); ++i) places.push_back(absl::StrCat("$", i));
  EXPECT_THAT(
      office_->Ask("vendor",
                   absl::StrCat("SELECT count(*) FROM payroll.employees WHERE employee_no IN (",
                                absl::StrJoin(places, ","), ")"),
                   parameters),
      IsAnswered());
  EXPECT_EQ(office_->Ask("vendor", "SELECT $70000::text").status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(office_->Ask("vendor", "SELECT $2000000000::text").status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(StatementBombsTest, BrokenTextsAreRefused) {
  Open();
  for (const std::string& sql :
       {std::string("SELECT 1\0", 9), std::string("\0", 1), std::string("SELECT U&'\\d800'"),
        std::string("SELECT E'\\xff'"), std::string("SELECT E'\\u0000'"), std::string()}) {
    ExpectAnswerOrRefusal(sql);
  }
  // Not UTF-8: gRPC itself refuses the message.
  for (const char* sql : {"SELECT '\xff\xfe'", "SELECT '\xe3\x81'", "SELECT \"\xed\xa0\x80\""}) {
    EXPECT_FALSE(office_->Ask("vendor", sql).status.ok());
  }
}

}  // namespace
}  // namespace sudare::testing
