#include "policy/base/display_width.h"

#include <gtest/gtest.h>

namespace sudare {
namespace {

size_t Width(absl::string_view text) { return DisplayWidth(text); }

TEST(DisplayWidthTest, JapaneseIsTwoColumnsWide) {
  EXPECT_EQ(Width("山田"), 4u);
  EXPECT_EQ(Width("ヤマダ、「」。ー"), 16u);
  EXPECT_EQ(Width("12（全角）"), 2u + 8);
  EXPECT_EQ(Width("𠮷"), 2u);
  EXPECT_EQ(Width("　"), 2u);
}

TEST(DisplayWidthTest, HalfWidthKanaIsOneColumnWide) { EXPECT_EQ(Width("ﾔﾏﾀﾞ"), 4u); }

TEST(DisplayWidthTest, MarksAndSelectorsTakeNoColumn) {
  EXPECT_EQ(Width("か\u3099"), 2u);
  EXPECT_EQ(Width("辻\U000E0100"), 2u);
  EXPECT_EQ(Width("e\u0301"), 1u);
  EXPECT_EQ(Width("\uFEFF"), 0u);
}

TEST(DisplayWidthTest, MalformedBytesCountOne) { EXPECT_EQ(Width("a\xFF\xE7"), 3u); }

}  // namespace
}  // namespace sudare
