#include "policy/base/quoted.h"

#include <gtest/gtest.h>

namespace sudare {
namespace {

TEST(QuotedTest, PutsNamesIntoBackticks) {
  EXPECT_EQ(Quoted("氏名"), "`氏名`");
  EXPECT_EQ(QuotedList({"a", "b"}), "`a`, `b`");
}

TEST(QuotedTest, KeepsMessagesOnOneLineWhateverIsQuoted) {
  EXPECT_EQ(Quoted("a\nb\x1B[2J`\xFF\x7F\u2028"), "`a?b?[2J????`");
}

TEST(QuotedTest, CutsLongText) {
  EXPECT_EQ(Quoted(std::string(81, 'a')), "`" + std::string(80, 'a') + "…`");
  EXPECT_EQ(Quoted(std::string(80, 'a')), "`" + std::string(80, 'a') + "`");
}

}  // namespace
}  // namespace sudare
