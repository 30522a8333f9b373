#include "proxy/sql/parse.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/sql/check.h"
#include "tests/support/status_matchers.h"

namespace sudare::sql {
namespace {

using ::sudare::testing::IsOk;

std::string Repeat(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::string ReasonOf(const std::string& sql, const ParseLimits& limits = {}) {
  const absl::StatusOr<ParsedSql> parsed = Parse(sql, limits);
  return parsed.ok() ? "" : DetailOf(parsed.status()).reason();
}

TEST(ParseTest, TellsThePlaceOfASyntaxErrorInCharacters) {
  const absl::StatusOr<ParsedSql> parsed = Parse("SELECT '髙﨑',\n  氏名 FORM x y", ParseLimits());
  ASSERT_FALSE(parsed.ok());
  const sudare::v1::ErrorDetail detail = DetailOf(parsed.status());
  EXPECT_EQ(detail.line(), 2u);
  EXPECT_EQ(detail.column(), 11u);
  EXPECT_EQ(detail.sqlstate(), "42601");
}

TEST(ParseTest, SyntaxErrorsDoNotRepeatTheText) {
  const absl::StatusOr<ParsedSql> parsed = Parse("SELECT 1 '123456789018' x y", ParseLimits());
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().ToString().find("123456789018"), std::string::npos);
}

TEST(ParseTest, RefusesTextsOverTheLimit) {
  ParseLimits limits;
  limits.max_bytes = 10;
  EXPECT_EQ(ReasonOf("SELECT 123456", limits), "SQL_TOO_LONG");
}

TEST(ParseTest, RefusesNoStatementSeveralAndNulBytes) {
  EXPECT_EQ(ReasonOf(""), "NO_STATEMENT");
  EXPECT_EQ(ReasonOf("SELECT 1; SELECT 2"), "SEVERAL_STATEMENTS");
  EXPECT_EQ(ReasonOf(std::string("SELECT 1\0", 9)), "SYNTAX_ERROR");
}

TEST(ParseTest, SurvivesEveryKindOfDepth) {
  ParseLimits limits;
  limits.max_bytes = 4 << 20;
  for (const int times : {1000, 10000, 100000}) {
    EXPECT_EQ(ReasonOf("SELECT " + Repeat("1+", times) + "1", limits), "TOO_DEEP") << times;
    EXPECT_EQ(ReasonOf("SELECT " + Repeat("NOT ", times) + "true", limits), "TOO_DEEP") << times;
    EXPECT_EQ(ReasonOf("SELECT " + Repeat("- ", times) + "x", limits), "TOO_DEEP") << times;
    EXPECT_EQ(ReasonOf("SELECT 1" + Repeat("::text", times), limits), "TOO_DEEP") << times;
    EXPECT_EQ(ReasonOf("SELECT 1" + Repeat(" UNION SELECT 1", times), limits), "TOO_DEEP") << times;
  }
  for (const int times : {1000, 10000}) {
    EXPECT_EQ(ReasonOf("SELECT " + Repeat("(SELECT ", times) + "1" + Repeat(")", times), limits),
              "TOO_DEEP");
    EXPECT_EQ(ReasonOf("SELECT " + Repeat("f(", times) + "1" + Repeat(")", times), limits),
              "TOO_DEEP");
  }
}

TEST(ParseTest, ManyParenthesesAroundOneValueAreNoDepthOrAreRefused) {
  EXPECT_THAT(Parse("SELECT " + Repeat("(", 500) + "1" + Repeat(")", 500), ParseLimits()), IsOk());
  EXPECT_EQ(ReasonOf("SELECT " + Repeat("(", 10000) + "1" + Repeat(")", 10000)), "TOO_DEEP");
}

TEST(ParseTest, LongListsAreNotDeep) {
  std::string list = "SELECT 1 WHERE 1 IN (-1";
  for (int i = 0; i < 50000; ++i) absl::StrAppend(&list, ",-", i);
  EXPECT_THAT(Parse(list + ")", ParseLimits()), IsOk());
  std::string chain = "SELECT 1 WHERE x = 0";
  for (int i = 0; i < 1500; ++i) absl::StrAppend(&chain, " OR x = ", i);
  EXPECT_THAT(Parse(chain, ParseLimits()), IsOk());
}

TEST(ParseTest, ParametersHaveNumbersOfTheProtocol) {
  for (const char* sql : {"SELECT $0", "SELECT $65536", "SELECT $2147483647"}) {
    const absl::StatusOr<ParsedSql> parsed = Parse(sql, ParseLimits());
    if (!parsed.ok()) continue;
    EXPECT_EQ(DetailOf(CheckStatement(*parsed)).reason(), "MISSING_PARAMETER") << sql;
  }
}

}  // namespace
}  // namespace sudare::sql
