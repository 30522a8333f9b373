#include "policy/transforms/float_text.h"

#include <string>

#include "gtest/gtest.h"

namespace sudare {
namespace {

struct FloatCase {
  const char* decimal;
  const char* text;
};

// Printed by PostgreSQL 15.
TEST(FloatTextTest, PrintsFloat8AsPostgresqlDoes) {
  const FloatCase cases[] = {
      {"0", "0"},
      {"-0", "-0"},
      {"1", "1"},
      {"0.1", "0.1"},
      {"100000000000000", "100000000000000"},
      {"1e15", "1e+15"},
      {"0.0001", "0.0001"},
      {"0.00001", "1e-05"},
      {"123456789012345678", "1.2345678901234568e+17"},
      {"1e22", "1e+22"},
      {"5e-324", "5e-324"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"-1.5e300", "-1.5e+300"},
      {"123456.75", "123456.75"},
      {"NaN", "NaN"},
      {"-Infinity", "-Infinity"},
  };
  for (const FloatCase& one : cases) EXPECT_EQ(CanonicalFloat8(one.decimal), one.text);
}

// These have shorter texts, but exactly between two numbers, which PostgreSQL doesn't use.
TEST(FloatTextTest, NeverPrintsATie) {
  EXPECT_EQ(CanonicalFloat8("1e23"), "9.999999999999999e+22");
  EXPECT_EQ(CanonicalFloat8("5.684341886080801486968994140625e-14"), "5.684341886080802e-14");
}

TEST(FloatTextTest, PrintsFloat4AsPostgresqlDoes) {
  const FloatCase cases[] = {
      {"0.1", "0.1"},
      {"123456", "123456"},
      {"1000000", "1e+06"},
      {"1234567", "1.234567e+06"},
      {"99999", "99999"},
      {"0.0001", "0.0001"},
      {"1e-45", "1e-45"},
      {"3.4028235e38", "3.4028235e+38"},
      {"16777217", "1.6777216e+07"},
  };
  for (const FloatCase& one : cases) EXPECT_EQ(CanonicalFloat4(one.decimal), one.text);
}

TEST(FloatTextTest, RefusesWhatIsNoNumberOfTheType) {
  for (const char* text : {"", "x", "1x", "1e400", "-1e400", " 1", "1 "}) {
    EXPECT_EQ(CanonicalFloat8(text), std::nullopt) << text;
  }
  EXPECT_EQ(CanonicalFloat4("1e39"), std::nullopt);
}

}  // namespace
}  // namespace sudare
