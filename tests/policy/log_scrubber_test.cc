#include "policy/log_scrubber.h"

#include <gtest/gtest.h>

namespace sudare {
namespace {

std::string Scrub(absl::string_view text, const LogScrubber::Options& options = {}) {
  return (*LogScrubber::Create(options))->Scrub(text);
}

TEST(LogScrubberTest, NumbersGoInEverySpelling) {
  EXPECT_EQ(Scrub("number 1234 5678 9018 of 12"), "number [#] of 12");
  EXPECT_EQ(Scrub("番号１２３４-５６７８\n９０１８。"), "番号[#]。");
  LogScrubber::Options options;
  options.min_digits = 3;
  options.replacement = "…";
  EXPECT_EQ(Scrub("12 123", options), "…");
}

TEST(LogScrubberTest, NobodyWritesALineOfTheirOwn) {
  EXPECT_EQ(Scrub("a\r\nERROR b\x1b[2J\x7f\t\xe2\x80\xa8\xc2\x85"
                  "c"),
            "a??ERROR b?[2J????c");
}

TEST(LogScrubberTest, MalformedBytesBecomeQuestionMarks) {
  EXPECT_EQ(Scrub("a\xff\xe3\x81"), "a???");
}

TEST(LogScrubberTest, LongTextsAreCutAtACharacter) {
  LogScrubber::Options options;
  options.max_bytes = 7;
  EXPECT_EQ(Scrub("山田太郎", options), "山田…");
  // A run that the cut would have shortened is gone before.
  EXPECT_EQ(Scrub("abc1234567", options), "abc[#]");
}

TEST(LogScrubberTest, OptionsThatProtectNothingAreRefused) {
  LogScrubber::Options options;
  options.min_digits = 0;
  EXPECT_FALSE(LogScrubber::Create(options).ok());
  options.min_digits = 7;
  options.replacement = "0";
  EXPECT_FALSE(LogScrubber::Create(options).ok());
}

}  // namespace
}  // namespace sudare
