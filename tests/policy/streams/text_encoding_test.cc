#include "policy/streams/text_encoding.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

TEST(TextEncodingTest, KnowsEncodingsByTheirNames) {
  for (const char* name : {"utf-8", "UTF8"}) {
    EXPECT_EQ(*EncodingFromName(name), TextEncoding::kUtf8);
  }
  for (const char* name : {"sjis", "Shift_JIS", "CP932", "windows-31j"}) {
    EXPECT_EQ(*EncodingFromName(name), TextEncoding::kShiftJis);
  }
  EXPECT_EQ(EncodingFromName("euc-jp").status().message(),
            "unknown encoding `euc-jp`: use `utf-8` or `sjis`");
}

TEST(TextEncodingTest, ShiftJisIsReadAndWritten) {
  ASSERT_OK_AND_ASSIGN(const auto decoder, TextDecoder::Create(TextEncoding::kShiftJis));
  ASSERT_OK_AND_ASSIGN(const auto encoder, TextEncoder::Create(TextEncoding::kShiftJis));
  // 表 ends in a backslash, ソ too; half-width kana; NEC's ①; IBM's 髙.
  const std::string sjis = "\x95\x5C\x83\x5C,\xB1\"\n\x87\x40\xFB\xFC";
  bool complete = false;
  EXPECT_EQ(decoder->Decode(sjis, &complete), "表ソ,ｱ\"\n①髙");
  EXPECT_TRUE(complete);
  std::string out = "before";
  EXPECT_TRUE(encoder->Append("表ソ,ｱ\"\n①髙", &out));
  EXPECT_EQ(out, "before" + sjis);
}

TEST(TextEncodingTest, WhatIsMalformedEndsTheText) {
  bool complete = true;
  ASSERT_OK_AND_ASSIGN(const auto sjis, TextDecoder::Create(TextEncoding::kShiftJis));
  EXPECT_EQ(sjis->Decode("a\n\x95", &complete), "a\n");
  EXPECT_FALSE(complete);
  EXPECT_EQ(sjis->Decode("ab\xFF", &complete), "ab");
  EXPECT_FALSE(complete);
  // And says nothing about the text after it.
  EXPECT_EQ(sjis->Decode("\x83\x5C", &complete), "ソ");
  EXPECT_TRUE(complete);
  ASSERT_OK_AND_ASSIGN(const auto utf8, TextDecoder::Create(TextEncoding::kUtf8));
  const std::string text = "twelve bytes山田";
  EXPECT_EQ(utf8->Decode(text, &complete), text);
  EXPECT_TRUE(complete);
  EXPECT_EQ(utf8->Decode(text + "\xE3\x81", &complete), text);
  EXPECT_FALSE(complete);
  EXPECT_EQ(utf8->Decode("a\xC0\x80", &complete), "a");
  EXPECT_FALSE(complete);
}

TEST(TextEncodingTest, WhatShiftJisLacksIsNotWritten) {
  ASSERT_OK_AND_ASSIGN(const auto encoder, TextEncoder::Create(TextEncoding::kShiftJis));
  std::string out = "before";
  EXPECT_FALSE(encoder->Append("a😀", &out));
  EXPECT_EQ(out, "before");
}

}  // namespace
}  // namespace sudare
