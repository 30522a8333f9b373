// Each detector with what it knows and what it must not take for it. All numbers are made up.
#include "proxy/discover/detectors.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "examples/payroll/generator/numbers.h"
#include "gtest/gtest.h"
#include "proxy/discover/digit_runs.h"
#include "proxy/discover/shape.h"

namespace sudare::discover {
namespace {

using example::CorporateNumberCheckDigit;
using example::PersonalNumber;
using example::PersonalNumberCheckDigit;
using example::SpellNumber;

struct Case {
  const char* what;
  bool (*matches)(absl::string_view);
  std::vector<std::string> positive;
  std::vector<std::string> negative;
};

// A valid number that begins with so many zeros, without them.
std::string WithoutZeros(int zeros, uint64_t seed) {
  std::string first = example::ScatteredDigits(7, seed, 11);
  for (int i = 0; i < 11; ++i) {
    if (i < zeros) first[i] = '0';
  }
  if (first[zeros] == '0') first[zeros] = '5';
  first.push_back(PersonalNumberCheckDigit(first));
  return first.substr(zeros);
}

std::string Wrong(std::string number) {
  number.back() = number.back() == '9' ? '8' : static_cast<char>(number.back() + 1);
  return number;
}

std::string Corporate(absl::string_view base) {
  return absl::StrCat(std::string(1, CorporateNumberCheckDigit(base)), base);
}

std::vector<Case> Cases() {
  const std::string number = PersonalNumber(3, 11);
  const std::string one_each = absl::StrCat(number.substr(0, 1), " ", number.substr(1));
  const std::string corporate = Corporate("700110005901");
  return {
      {"personal number",
       IsPersonalNumber,
       {number, SpellNumber(number, 0), SpellNumber(number, 1), SpellNumber(number, 2), one_each,
        WithoutZeros(1, 5), WithoutZeros(2, 5)},
       {Wrong(number), corporate, "", "個人番号", absl::StrCat(number, "1"),
        absl::StrCat("x", number), number.substr(0, 9), "090-1234-5678", number + "," + number}},
      {"corporate number",
       IsCorporateNumber,
       {corporate, absl::StrCat(corporate.substr(0, 1), "-", corporate.substr(1, 4), "-",
                                corporate.substr(5, 4), "-", corporate.substr(9))},
       {Wrong(corporate), number, corporate.substr(1), ""}},
      {"insurer's number",
       IsInsurerNumber,
       {"33120015"},
       {"33120016", "99120015", "3312001", "３３１２００１５"}},
      {"pension number",
       IsPensionNumber,
       {"1234-567890", "９０１２－３４５６７８", "1234 567890"},
       {"1234567890", "123-4567890", "1234-5678", "12345-67890"}},
      {"phone",
       IsPhone,
       {"03-1234-5678", "0475-12-3456", "090-1234-5678", "09012345678", "(03)1234-5678",
        "０９０－１２３４－５６７８", "+81-90-1234-5678"},
       {"0312345678", "1234567890", "03-1234", "2023-04-01", "00-1234-5678", "119"}},
      {"mail address",
       IsEmail,
       {"taro@example.jp", "a.b+c@mail.city.example"},
       {"@example.jp", "taro@example", "a@b@example.jp", "taro", "ta ro@example.jp"}},
      {"postal code",
       IsPostalCode,
       {"123-4567", "〒123-4567", "１２３－４５６７", "〒 123-4567"},
       {"1234567", "1234-567", "123-45678", "12-34567"}},
      {"address",
       IsAddress,
       {"東京都水鏡区本町1-2-3", "千葉県簾市中央一丁目2番3号", "簾市本町１－２－３",
        "神奈川県葦原市東浜4"},
       {"総務部総務課", "簾市", "県", "市民課", "2023年4月1日"}},
      {"municipality", IsMunicipality, {"簾市", "水鏡区", "竹垣町"}, {"市", "総務課", "suna市場"}},
      {"person's name",
       IsPersonName,
       {"佐藤　花子", "佐藤 花子", "佐藤花子", "𠮷田　匠", "勅使河原　慎之介", "辻󠄀　一",
        "東　さくら"},
       {"総務部　総務課", "佐藤", "時間外勤務手当", "サトウ ハナコ", "Taro Sato", "給料",
        "佐藤 花子 様", "簾市　中央町"}},
      {"name in kana",
       IsKanaName,
       {"サトウ　ハナコ", "サトウ ハナコ", "ｻﾄｳ ﾊﾅｺ", "ﾖｼﾀﾞ ｼﾖｳｲﾁ", "さとう はなこ"},
       {"サトウ", "佐藤　花子", "サトウ 1", "A B"}},
      {"sex", IsSex, {"男", "女性"}, {"男子寮", "1", ""}},
      {"relation", IsRelation, {"配偶者", "長女"}, {"長女会", "regular"}},
  };
}

TEST(DetectorsTest, EachKnowsItsFormsAndNoOthers) {
  for (const Case& test : Cases()) {
    for (const std::string& value : test.positive) {
      EXPECT_TRUE(test.matches(value)) << test.what << ": " << value;
    }
    for (const std::string& value : test.negative) {
      EXPECT_FALSE(test.matches(value)) << test.what << ": " << value;
    }
  }
}

TEST(DetectorsTest, OneInTenNumbersIsRightByChance) {
  int right = 0;
  for (int i = 0; i < 10000; ++i)
    right += IsPersonalNumber(example::ScatteredDigits(i, 3, 11) + "7");
  EXPECT_GT(right, 800);
  EXPECT_LT(right, 1200);
}

TEST(DetectorsTest, YearsAreReadInEveryCalendar) {
  for (const char* value : {"1987-05-01", "1987/05/01", "19870501", "昭和62年5月1日", "S62.5.1",
                            "昭和６２年５月１日", "1987-05-01 10:00:00+09"}) {
    EXPECT_EQ(YearOf(value), 1987) << value;
  }
  EXPECT_EQ(YearOf("令和元年5月1日"), 2019);
  for (const char* value : {"", "12345678", "1987-13-01", "昭和", "S62.13.1", "Sun", "1987"}) {
    EXPECT_FALSE(YearOf(value).has_value()) << value;
  }
}

// 120 characters: the bank, the branch, type and number of the account, the holder, the amount.
std::string BankLine(absl::string_view account) {
  return absl::StrCat("20123ｽﾀﾞﾚｷﾞﾝｺｳ      456ﾎﾝﾃﾝ           00001", account,
                      "ｻﾄｳ ﾊﾅｺ                       ", "0000123456", "0100001              7");
}

TEST(DetectorsTest, BankRecordsAreParsedAndNotSearched) {
  const auto record = ParseBankRecord(BankLine("7654321"));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->bank_code, "0123");
  EXPECT_EQ(record->branch_code, "456");
  EXPECT_EQ(record->account_number, "7654321");
  EXPECT_EQ(record->holder, "ｻﾄｳ ﾊﾅｺ");
  EXPECT_FALSE(ParseBankRecord("1" + BankLine("7654321").substr(1)).has_value());
  EXPECT_FALSE(ParseBankRecord(BankLine("76x4321")).has_value());
  EXPECT_FALSE(ParseBankRecord("20123").has_value());
}

TEST(DetectorsTest, NumbersAreFoundInsideText) {
  const std::string number = PersonalNumber(5, 2);
  for (int spelling = 0; spelling < 4; ++spelling) {
    for (const char* text : {"確認済 $ です", "{\"n\":\"$\",\"m\":1}", "a,$,b"}) {
      const NumbersInside found =
          FindPersonalNumbers(absl::StrReplaceAll(text, {{"$", SpellNumber(number, spelling)}}));
      EXPECT_EQ(found.runs, 1u) << text << spelling;
      EXPECT_EQ(found.valid, 1u) << text << spelling;
    }
  }
  EXPECT_EQ(FindPersonalNumbers(absl::StrCat("受付 ", Wrong(number))).valid, 0u);
  EXPECT_EQ(FindPersonalNumbers(absl::StrCat("法人 ", Corporate("700110005901"))).runs, 0u);
  EXPECT_EQ(FindPersonalNumbers("2023-04-01 から 2024-03-31 まで").runs, 0u);
}

TEST(DigitRunsTest, EveryCharacterThatScrubTakesForADigitHasAValue) {
  EXPECT_EQ(OnlyDigits("٣１2③三"), "31233");
  EXPECT_EQ(OnlyDigits("〇零⓪"), "000");
  EXPECT_EQ(OnlyDigits("1-2 3"), "123");
  EXPECT_FALSE(OnlyDigits("1,2").has_value());
  EXPECT_FALSE(OnlyDigits("1x").has_value());
  EXPECT_FALSE(OnlyDigits("--").has_value());
}

TEST(ShapeTest, ShapesSayNothing) {
  EXPECT_EQ(ShapeOf("123-4567"), "NNN-NNNN");
  EXPECT_EQ(ShapeOf("１２３"), "NNN");
  EXPECT_EQ(ShapeOf("佐藤　三郎"), "漢漢　漢漢");
  EXPECT_EQ(ShapeOf("サトウ はな"), "カカカ かか");
  EXPECT_EQ(ShapeOf("Ab@c.jp"), "AA@A.AA");
  EXPECT_EQ(ShapeOf("é\x1b\xff"), "···");
  EXPECT_EQ(ShapeOf(std::string(30, '7')), std::string(24, 'N') + "…");
}

}  // namespace
}  // namespace sudare::discover
