#include "policy/transforms/scrub_characters.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

TEST(ScrubCharactersTest, KnowsDigitsOfEveryShape) {
  for (const char32_t c : std::u32string(U"0959０９〇零一九①⑨²₇𝟎🯹٣۷")) {
    EXPECT_EQ(ScrubClassOf(c), ScrubClass::kDigit) << static_cast<uint32_t>(c);
  }
}

TEST(ScrubCharactersTest, KnowsSeparators) {
  for (const char32_t c :
       std::u32string(U" \t\n\u3000-‐‑–—−ー－･・.,/_\u200b\u00ad\ufeff\ufe0f\u20e3\u0336")) {
    EXPECT_EQ(ScrubClassOf(c), ScrubClass::kSeparator) << static_cast<uint32_t>(c);
  }
}

TEST(ScrubCharactersTest, EverythingElseEndsARun) {
  for (const char32_t c : U"aZ山年十百:;()、。+@⑩\U0010FFFF")
    EXPECT_EQ(ScrubClassOf(c), ScrubClass::kOther);
  EXPECT_EQ(ScrubClassOf(0xFFFD), ScrubClass::kOther);
}

TEST(ScrubCharactersTest, PatternsAreAscii) {
  const std::string pattern = ScrubClassPattern(ScrubClass::kDigit);
  EXPECT_THAT(pattern, ::testing::StartsWith("[\\u0030-\\u0039"));
  EXPECT_THAT(pattern, ::testing::EndsWith("\\U0001FBF0-\\U0001FBF9]"));
}

}  // namespace
}  // namespace sudare
