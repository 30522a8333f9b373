#include "examples/payroll/generator/numbers.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::example {
namespace {

TEST(NumbersTest, KnowsAValidPersonalNumber) {
  EXPECT_TRUE(IsPersonalNumber("123456789018"));
  EXPECT_FALSE(IsPersonalNumber("123456789017"));
  EXPECT_FALSE(IsPersonalNumber("12345678901"));
  EXPECT_FALSE(IsPersonalNumber("12345678901a"));
}

// The weights from the left are 6 5 4 3 2 7 6 5 4 3 2.
TEST(NumbersTest, ComputesTheCheckDigitByTheWeightsOfTheOrdinance) {
  EXPECT_EQ(PersonalNumberCheckDigit("00000000000"), '0');
  EXPECT_EQ(PersonalNumberCheckDigit("00000000001"), '9');  // 11 - 2
  EXPECT_EQ(PersonalNumberCheckDigit("10000000000"), '5');  // 11 - 6
  EXPECT_EQ(PersonalNumberCheckDigit("00000100000"), '4');  // 11 - 7
  EXPECT_EQ(PersonalNumberCheckDigit("00000000033"), '7');  // 11 - (15 mod 11)
  EXPECT_EQ(PersonalNumberCheckDigit("00000000006"), '0');  // 12 mod 11 = 1
}

// The National Tax Agency's own number, the Ministry of Finance's and that of Tokyo.
TEST(NumbersTest, ComputesTheCheckDigitOfPublishedCorporateNumbers) {
  EXPECT_EQ(CorporateNumberCheckDigit("000012050002"), '7');
  EXPECT_EQ(CorporateNumberCheckDigit("000012050001"), '8');
  EXPECT_EQ(CorporateNumberCheckDigit("000020130001"), '8');
}

TEST(NumbersTest, MakesValidNumbersThatNeverRepeat) {
  std::set<std::string> numbers;
  int leading_zeros = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string number = PersonalNumber(i, 1);
    ASSERT_TRUE(IsPersonalNumber(number)) << number;
    leading_zeros += number[0] == '0';
    numbers.insert(number);
  }
  EXPECT_EQ(numbers.size(), 20000u);
  EXPECT_GT(leading_zeros, 1000);
  EXPECT_LT(leading_zeros, 3000);
}

TEST(NumbersTest, ScattersAllOfARangeOntoItself) {
  std::set<std::string> digits;
  for (int i = 0; i < 10000; ++i) digits.insert(ScatteredDigits(i, 3, 4));
  EXPECT_EQ(digits.size(), 10000u);
}

TEST(NumbersTest, SpellsANumberInFourWays) {
  EXPECT_EQ(SpellNumber("123456789018", 0), "1234-5678-9018");
  EXPECT_EQ(SpellNumber("123456789018", 1), "1234 5678 9018");
  EXPECT_EQ(SpellNumber("123456789018", 2), "１２３４５６７８９０１８");
  EXPECT_EQ(SpellNumber("123456789018", 3), "123456789018");
}

}  // namespace
}  // namespace sudare::example
