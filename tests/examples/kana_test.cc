#include "examples/payroll/generator/kana.h"

#include "examples/payroll/generator/transfer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::example {
namespace {

TEST(KanaTest, SetsVoicedMarksApartAndMakesSmallLettersLarge) {
  EXPECT_EQ(HalfWidthKana("ワタナベ　ショウタ"), "ﾜﾀﾅﾍﾞ ｼﾖｳﾀ");
  EXPECT_EQ(HalfWidthKana("キョウカ"), "ｷﾖｳｶ");
  EXPECT_EQ(HalfWidthKana("ポップ"), "ﾎﾟﾂﾌﾟ");
  EXPECT_EQ(HalfWidthKana("ヴィーナス"), "ｳﾞｲ-ﾅｽ");
}

TEST(KanaTest, LeavesOtherCharactersAlone) { EXPECT_EQ(HalfWidthKana("A 𠮷 1"), "A 𠮷 1"); }

TEST(KanaTest, PadsAndCutsByCharacters) {
  EXPECT_EQ(PadTo("ｱｲｳ", 5), "ｱｲｳ  ");
  EXPECT_EQ(PadTo("𠮷田", 1), "𠮷");
}

TEST(KanaTest, ABankRecordHas120CharactersInTheirPlaces) {
  const Account account{"9901", "123", '1', "0123456"};
  const std::string record = ZenginRecord(account, "ﾀﾅｶ ﾊﾅｺ", 234567, "100001");
  EXPECT_EQ(PadTo(record, 120), record);
  EXPECT_NE(PadTo(record, 119), record);
  EXPECT_EQ(record.substr(0, 5), "29901");
  EXPECT_THAT(record, ::testing::HasSubstr("000010123456ﾀﾅｶ ﾊﾅｺ"));
  EXPECT_THAT(record, ::testing::HasSubstr("0000234567"));
}

}  // namespace
}  // namespace sudare::example
