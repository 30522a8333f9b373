#include "tests/support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sudare::testing {
namespace {

TEST(GoldenTest, ReadsCasesWithTheirCommentsAndLines) {
  const auto cases = ParseGoldenCases("# first\na\nb\n--\nc\n==\n\nd\n--\n==\n");
  ASSERT_TRUE(cases.ok()) << cases.status();
  ASSERT_EQ(cases->size(), 2u);
  EXPECT_EQ((*cases)[0].comment, "# first\n");
  EXPECT_EQ((*cases)[0].input, "a\nb");
  EXPECT_EQ((*cases)[0].expected, "c");
  EXPECT_EQ((*cases)[0].line, 2);
  EXPECT_EQ((*cases)[1].input, "d");
  EXPECT_EQ((*cases)[1].expected, "");
}

TEST(GoldenTest, WritesWhatItReads) {
  const std::string text = "# first\na\nb\n--\nc\n==\n\nd\n--\n==\n";
  const auto cases = ParseGoldenCases(text);
  ASSERT_TRUE(cases.ok());
  EXPECT_EQ(FormatGoldenCases(*cases), text);
}

TEST(GoldenTest, RefusesACaseWithoutEnd) {
  EXPECT_EQ(ParseGoldenCases("a\n--\nb\n").status().message(),
            "the case at line 1 has no line `==` after it");
  EXPECT_EQ(ParseGoldenCases("a\n").status().message(),
            "the case at line 1 has no line `--` after it");
}

}  // namespace
}  // namespace sudare::testing
