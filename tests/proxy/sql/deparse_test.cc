#include "proxy/sql/deparse.h"

#include <string>

#include "gtest/gtest.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {
namespace {

std::string Hidden(const std::string& sql) {
  return DeparseWithoutLiterals(Parse(sql, ParseLimits())->tree(),
                                [](absl::string_view name) { return name == "社員"; });
}

TEST(DeparseTest, LiteralsBecomePlaceholders) {
  EXPECT_EQ(Hidden("SELECT a FROM t WHERE b = '山田' AND c IN (1, 2.5) LIMIT 3"),
            "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3) LIMIT $4");
}

TEST(DeparseTest, CommentsDisappear) {
  EXPECT_EQ(Hidden("SELECT /* 123456789018 */ a -- 山田\nFROM t"), "SELECT a FROM t");
}

TEST(DeparseTest, NamesThatMightBeDataDisappear) {
  EXPECT_EQ(Hidden("SELECT a AS \"山田 太郎\", \"n123456789018\" FROM \"社員\""),
            "SELECT a AS \"…\", \"…\" FROM \"社員\"");
}

TEST(DeparseTest, StatementsThatAreNoSelectShowNoLiteralEither) {
  for (const char* sql : {"INSERT INTO t VALUES ('123456789018')", "COPY t FROM '/123456789018'",
                          "DO 'a 123456789018'", "NOTIFY c, 'x 123456789018'",
                          "SET x = 'v 123456789018'", "COMMENT ON TABLE t IS 'k 123456789018'",
                          "CREATE ROLE r PASSWORD 'p 123456789018'", "EXECUTE p('123456789018')"}) {
    EXPECT_EQ(Hidden(sql).find("123456789018"), std::string::npos) << Hidden(sql);
  }
}

TEST(DeparseTest, OfOtherStatementsOnlyTheKindIsShown) {
  EXPECT_EQ(Hidden("CREATE ROLE r PASSWORD 'secret'"), "(CreateRoleStmt)");
  EXPECT_EQ(Hidden("NOTIFY c, 'secret'"), "(NotifyStmt)");
}

TEST(DeparseTest, WhatDoesNotReadBackIsNotSent) {
  // The deparser sets no parentheses around CASE under a subscript.
  const absl::StatusOr<ParsedSql> parsed =
      Parse("SELECT (CASE WHEN a THEN b END)[1]", ParseLimits());
  EXPECT_EQ(DeparseVerified(parsed->tree()).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(DeparseVerified(Parse("SELECT a + 1 FROM s.t", ParseLimits())->tree()).ok());
}

TEST(DeparseTest, StatementsOfOneShapeHaveOneFingerprint) {
  EXPECT_EQ(FingerprintOf("SELECT a FROM t WHERE b = 1"),
            FingerprintOf("select a from t where b = 2"));
  EXPECT_NE(FingerprintOf("SELECT a FROM t"), FingerprintOf("SELECT b FROM t"));
}

}  // namespace
}  // namespace sudare::sql
