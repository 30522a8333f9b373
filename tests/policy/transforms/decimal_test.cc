#include "policy/transforms/decimal.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

std::string Parsed(const std::string& text) {
  const auto number = ParseDecimal(text);
  return number.has_value() ? FormatDecimal(*number) : "none";
}

std::string Floor(const std::string& text, const std::string& bucket) {
  return FormatDecimal(FloorToBucket(*ParseDecimal(text), *ParseBucket(bucket)));
}

TEST(DecimalTest, ReadsWhatPostgresqlWrites) {
  EXPECT_EQ(Parsed("0"), "0");
  EXPECT_EQ(Parsed("-0.00"), "0.00");
  EXPECT_EQ(Parsed("00012.30"), "12.30");
  EXPECT_EQ(Parsed(".5"), "0.5");
  EXPECT_EQ(Parsed("1.5e+03"), "1500");
  EXPECT_EQ(Parsed("1.5e-07"), "0.00000015");
  EXPECT_EQ(Parsed("-1e-2"), "-0.01");
  EXPECT_EQ(Parsed("12345e-2"), "123.45");
  for (const char* text : {"", "-", ".", "1e", "1e401", "e1", "1.2.3", "1 ", " 1", "0x1", "nan",
                           "inf", "--1", "1e1.5"}) {
    EXPECT_EQ(Parsed(text), "none") << text;
  }
}

TEST(DecimalTest, OrdersAsPostgresqlDoes) {
  const char* const ascending[] = {"-Infinity", "-10.5", "-10.05", "-10",      "-0.1",
                                   "0",         "0.09",  "0.1",    "1",        "9.99",
                                   "10",        "10.01", "1e20",   "Infinity", "NaN"};
  for (size_t i = 0; i < std::size(ascending); ++i) {
    for (size_t j = 0; j < std::size(ascending); ++j) {
      const int order = CompareDecimals(*ParseDecimal(ascending[i]), *ParseDecimal(ascending[j]));
      EXPECT_EQ(order < 0, i < j) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(order == 0, i == j);
    }
  }
  EXPECT_EQ(CompareDecimals(*ParseDecimal("1.50"), *ParseDecimal("1.5")), 0);
}

TEST(DecimalTest, FloorsTowardsMinusInfinity) {
  EXPECT_EQ(Floor("12345", "1000"), "12000");
  EXPECT_EQ(Floor("-12345", "1000"), "-13000");
  EXPECT_EQ(Floor("-12000", "1000"), "-12000");
  EXPECT_EQ(Floor("-12000.0001", "1000"), "-13000");
  EXPECT_EQ(Floor("-0.5", "1000"), "-1000");
  EXPECT_EQ(Floor("999.999", "1000"), "0");
  EXPECT_EQ(Floor("0.74", "0.25"), "0.50");
  EXPECT_EQ(Floor("-0.74", "0.25"), "-0.75");
  EXPECT_EQ(Floor("-999999", "999999999999999999"), "-999999999999999999");
}

// Against 128-bit integers.
TEST(DecimalTest, FloorsAnythingThatFitsWideIntegers) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const auto number = static_cast<int64_t>(random()) >> (random() % 63);
    const int64_t bucket =
        1 + static_cast<int64_t>(random() >> (10 + random() % 54)) % 999999999999999999;
    __int128 floor = __int128{number} / bucket * bucket;
    if (floor > number) floor -= bucket;
    ASSERT_EQ(Floor(absl::StrCat(number), absl::StrCat(bucket)),
              absl::StrCat(floor < 0 ? "-" : "", static_cast<uint64_t>(floor < 0 ? -floor : floor)))
        << number << " " << bucket;
  }
}

TEST(DecimalTest, BucketsArePositiveDecimals) {
  EXPECT_EQ(ParseBucket("10000.00")->scaled, 10000u);
  EXPECT_EQ(ParseBucket("10000.00")->scale, 0u);
  EXPECT_EQ(ParseBucket("0.050")->scaled, 5u);
  EXPECT_EQ(ParseBucket("0.050")->scale, 2u);
  for (const char* text : {"", "0", "0.0", "-1", "1e3", "Infinity", "NaN", "1234567890123456789",
                           "0.1234567890123456789"}) {
    EXPECT_FALSE(ParseBucket(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace sudare
