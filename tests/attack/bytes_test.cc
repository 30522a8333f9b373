// Statements and parameters made of odd bytes and numbers: refused or answered in order, never
// passed on as they are.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;

class BytesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    for (const char* file : {"tests/differential/fixture_data.sql", "tests/attack/odd.sql"}) {
      ASSERT_THAT(server_->Run(ReadTestFile(file)), IsOk());
    }
    MaskedDatabase::Options options;
    options.policies = {"tests/attack/policy.textproto"};
    ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(*server_, options));
    masked_ = masked.release();
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete server_;
  }

  static Observation Ask(const std::string& sql, const std::vector<Value>& parameters = {}) {
    return masked_->AskPipeline("vendor", sql, parameters);
  }

  static PostgresServer* server_;
  static MaskedDatabase* masked_;
};

PostgresServer* BytesTest::server_ = nullptr;
MaskedDatabase* BytesTest::masked_ = nullptr;

TEST_F(BytesTest, ANulByteDoesNotEndTheStatement) {
  const std::string sql("SELECT 1\0; SELECT personal_number FROM payroll.employees", 56);
  EXPECT_EQ(Ask(sql).error.reason(), "SYNTAX_ERROR");
  EXPECT_EQ(Ask(std::string("\0", 1)).error.reason(), "SYNTAX_ERROR");
}

TEST_F(BytesTest, InvalidUtf8IsRefusedAsSuch) {
  for (const char* sql : {"SELECT '\xFF'", "SELECT '\xE4\xBD'", "SELECT 1 AS \"\xC0\x80\"",
                          "SELECT '\xED\xA0\x80'", "SELECT /* \xFF */ 1", "SELECT 'a\xC1\x81'"}) {
    const Observation seen = Ask(sql);
    EXPECT_EQ(seen.error.reason(), "BAD_TEXT") << seen.Text();
  }
}

TEST_F(BytesTest, ParametersOfInvalidTextAreRefused) {
  for (const Value& value : {Value(std::string("a\0b", 3)), Value("\xFF"), Value("\xED\xA0\x80")}) {
    EXPECT_EQ(Ask("SELECT $1::text", {value}).error.reason(), "BAD_TEXT");
    // As a token they are just none.
    const Observation token =
        Ask("SELECT employee_no FROM payroll.employees WHERE full_name = $1", {value});
    EXPECT_TRUE(token.status.ok()) << token.Text();
    EXPECT_TRUE(token.answer.rows.empty());
  }
}

TEST_F(BytesTest, ParameterNumbersBeyondTheProtocolAreRefused) {
  for (const char* number :
       {"$0", "$65536", "$1048576", "$1048577", "$2147483647", "$99999999999"}) {
    const Observation seen = Ask(absl::StrCat("SELECT ", number, "::text"), {"x"});
    EXPECT_THAT(seen.error.reason(), AnyOf("MISSING_PARAMETER", "SYNTAX_ERROR")) << seen.Text();
  }
  EXPECT_EQ(Ask("SELECT $2::text", {"x"}).error.reason(), "MISSING_PARAMETER");
  EXPECT_EQ(Ask("SELECT $65535::text", {"x"}).error.reason(), "MISSING_PARAMETER");
}

// The proxy's own parameters stand beside the client's.
TEST_F(BytesTest, ParametersOfTheClientNeverMeanTheProxysOwn) {
  const Observation seen = Ask(
      "SELECT $2::text, $1::text, full_name || $3 FROM payroll.employees WHERE employee_no = $4",
      {"a", "b", "c", "107919"});
  ASSERT_THAT(seen.status, IsOk());
  ASSERT_EQ(seen.answer.rows.size(), 1u);
  EXPECT_EQ(seen.answer.rows[0][0], "b");
  EXPECT_EQ(seen.answer.rows[0][1], "a");
}

TEST_F(BytesTest, HiddenAndMissingThingsHaveTheSameError) {
  const std::vector<std::pair<const char*, const char*>> pairs = {
      {"SELECT * FROM payroll.not_listed", "SELECT * FROM payroll.not_listex"},
      {"SELECT * FROM payroll.numbers_kept", "SELECT * FROM payroll.numbers_none"},
      {"SELECT * FROM pg_catalog.pg_authid", "SELECT * FROM pg_catalog.pg_authxx"},
      {"SELECT password FROM payroll.employees", "SELECT passwore FROM payroll.employees"},
      {"SELECT e.password FROM payroll.employees e", "SELECT e.passwore FROM payroll.employees e"},
      {"SELECT (e).password FROM payroll.employees e",
       "SELECT (e).passwore FROM payroll.employees e"},
      {"SELECT employee_no FROM payroll.employees ORDER BY password",
       "SELECT employee_no FROM payroll.employees ORDER BY passwore"},
      {"SELECT ctid FROM payroll.employees", "SELECT ctix FROM payroll.employees"},
      {"SELECT payroll.number_of('1')", "SELECT payroll.number_xx('1')"},
      {"SELECT 'x'::payroll.mood", "SELECT 'x'::payroll.moox"},
      {"SELECT mood FROM payroll.gadgets", "SELECT moox FROM payroll.gadgets"},
  };
  for (const auto& [hidden, missing] : pairs) {
    const auto words = [](const char* sql) {
      std::string text = Ask(sql).Text();
      for (const auto& [a, b] :
           std::vector<std::pair<std::string, std::string>>{{"not_listed", "not_listex"},
                                                            {"numbers_kept", "numbers_none"},
                                                            {"pg_authid", "pg_authxx"},
                                                            {"password", "passwore"},
                                                            {"ctid", "ctix"},
                                                            {"number_of", "number_xx"},
                                                            {"mood", "moox"}}) {
        for (size_t at = text.find(a); at != std::string::npos; at = text.find(a))
          text.replace(at, a.size(), b);
      }
      return text;
    };
    EXPECT_EQ(words(hidden), words(missing));
  }
}

}  // namespace
}  // namespace sudare::testing
