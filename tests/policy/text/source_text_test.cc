#include "policy/text/source_text.h"

#include <gtest/gtest.h>

namespace sudare::text {
namespace {

TEST(SourceTextTest, KnowsLinesAndCountsCharacters) {
  const SourceText source("p", "a\r\n給与b\n");
  EXPECT_EQ(source.line_count(), 3u);
  EXPECT_EQ(source.Line(0), "a");
  EXPECT_EQ(source.Line(1), "給与b");
  EXPECT_EQ(source.Line(2), "");
  EXPECT_EQ(source.Line(3), "");
  EXPECT_EQ(source.PlaceAt(0).ToString(), "p:1");
  EXPECT_EQ(source.PlaceAt(9).line, 2);
  EXPECT_EQ(source.PlaceAt(9).column, 3);
  EXPECT_EQ(source.PlaceAt(1000).line, 3);
}

TEST(SourceTextTest, AnEmptyFileHasOneLine) {
  EXPECT_EQ(SourceText("p", "").line_count(), 1u);
  EXPECT_EQ(SourceText("p", "").IssueAt(0, "m", "").ToString(), "p:1:1: error: m");
}

TEST(SourceTextTest, ShownLinesKeepTheirColumns) {
  EXPECT_EQ(ShownLine("a\x1B[2J\xFFz\t簾"), "a?[2J?z\t簾");
  EXPECT_EQ(ShownLine("password_hash: \"secret\" role: \"r\""),
            "password_hash: \"******\" role: \"r\"");
  EXPECT_EQ(ShownLine("password_hash : 'a' password_hash: 'b"),
            "password_hash : '*' password_hash: '*");
  EXPECT_EQ(ShownLine("x: \"$argon2id$v=19$a+/\" y"), "x: \"$argon2***********\" y");
  EXPECT_EQ(ShownLine("password_hash"), "password_hash");
}

}  // namespace
}  // namespace sudare::text
