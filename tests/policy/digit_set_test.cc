#include "policy/digit_set.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "policy/check_digit.h"

namespace sudare {
namespace {

std::string Values(std::string digits) {
  for (char& c : digits) c = static_cast<char>(c - '0');
  return digits;
}

bool IsInSet(DigitForm form, const std::string& text) {
  std::string digits;
  const auto set = FindDigitSet(form, text, &digits);
  if (!set.has_value()) return false;
  EXPECT_EQ(digits.size(), set->length) << text;
  EXPECT_TRUE(set->Holds(reinterpret_cast<const unsigned char*>(digits.data()))) << text;
  std::string back;
  AppendDigits(form, text, digits, &back);
  EXPECT_EQ(back, text);
  return true;
}

// Two texts are in one set if they have the same name.
std::string SetName(const std::string& text) {
  std::string digits;
  const auto set = FindDigitSet(DigitForm::kInteger, text, &digits);
  if (!set.has_value()) return "none";
  return absl::StrCat(std::string(set->tweak), " ", set->length, " ", set->low, "-", set->high);
}

TEST(CheckDigitTest, KnowsValidNumbers) {
  for (const char* number : {"123456789018", "000000000000", "111111111118", "021000000000"}) {
    const std::string digits = Values(number);
    int valid = 0;
    for (char last = 0; last < 10; ++last) {
      std::string other = digits;
      other[11] = last;
      valid += HasValidCheckDigit(reinterpret_cast<const unsigned char*>(other.data()));
    }
    EXPECT_EQ(valid, 1) << number;
  }
  EXPECT_TRUE(
      HasValidCheckDigit(reinterpret_cast<const unsigned char*>(Values("123456789018").data())));
  EXPECT_TRUE(
      HasValidCheckDigit(reinterpret_cast<const unsigned char*>(Values("000000000000").data())));
  // A remainder of 1 gives 0, too: 2 times 6.
  EXPECT_TRUE(
      HasValidCheckDigit(reinterpret_cast<const unsigned char*>(Values("200000000000").data())));
}

TEST(DigitSetTest, TextsAreAsciiDigitsOfTheStandardsLeastNumber) {
  for (const char* text :
       {"000000", "123456", "999999", "1234567", "012345678901234567890123456789"})
    EXPECT_TRUE(IsInSet(DigitForm::kText, text)) << text;
  EXPECT_TRUE(IsInSet(DigitForm::kText, std::string(kMaxTokenDigits, '7')));
  for (const char* text : {"", "0", "12345", "-123456", "+123456", " 123456", "123456 ", "12345a",
                           "123 456", "１２３４５６", "123456\n", "٠١٢٣٤٥", "1234.56"})
    EXPECT_FALSE(IsInSet(DigitForm::kText, text)) << text;
  EXPECT_FALSE(IsInSet(DigitForm::kText, std::string("12345\0", 6)));
  EXPECT_FALSE(IsInSet(DigitForm::kText, std::string(kMaxTokenDigits + 1, '7')));
}

TEST(DigitSetTest, IndividualNumbersAreInNoSetIfSoAsked) {
  EXPECT_TRUE(IsInSet(DigitForm::kText, "123456789018"));
  EXPECT_FALSE(IsInSet(DigitForm::kTextNoIndividualNumber, "123456789018"));
  EXPECT_TRUE(IsInSet(DigitForm::kTextNoIndividualNumber, "123456789012"));
  // Other lengths have no such check digit.
  EXPECT_TRUE(IsInSet(DigitForm::kTextNoIndividualNumber, "12345678901"));
  EXPECT_TRUE(IsInSet(DigitForm::kTextNoIndividualNumber, "1234567890180"));
}

TEST(DigitSetTest, IntegersAreWhatPostgresqlWrites) {
  for (const char* text : {"0", "1", "-1", "12345", "-999999", "1000000", "2147483647",
                           "-2147483648", "9223372036854775807", "-9223372036854775808"})
    EXPECT_TRUE(IsInSet(DigitForm::kInteger, text)) << text;
  for (const char* text :
       {"", "-", "-0", "00", "01", "-01", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808",
        "-9223372036854775809", "99999999999999999999", "10000000000000000000", "１"})
    EXPECT_FALSE(IsInSet(DigitForm::kInteger, text)) << text;
}

TEST(DigitSetTest, IntegersKeepSignLengthAndFourBytes) {
  EXPECT_EQ(SetName("0"), "+4 6 0-999999");
  EXPECT_EQ(SetName("999999"), "+4 6 0-999999");
  EXPECT_EQ(SetName("-1"), "-4 6 1-999999");
  EXPECT_EQ(SetName("1000000"), "+4 7 1000000-9999999");
  EXPECT_EQ(SetName("-9999999"), "-4 7 1000000-9999999");
  EXPECT_EQ(SetName("2147483647"), "+4 10 1000000000-2147483647");
  EXPECT_EQ(SetName("2147483648"), "+8 10 2147483648-9999999999");
  EXPECT_EQ(SetName("-2147483648"), "-4 10 1000000000-2147483648");
  EXPECT_EQ(SetName("-2147483649"), "-8 10 2147483649-9999999999");
  EXPECT_EQ(SetName("10000000000"), "+8 11 10000000000-99999999999");
  EXPECT_EQ(SetName("1000000000000000000"), "+8 19 1000000000000000000-9223372036854775807");
  EXPECT_EQ(SetName("-9223372036854775808"), "-8 19 1000000000000000000-9223372036854775808");
}

}  // namespace
}  // namespace sudare
