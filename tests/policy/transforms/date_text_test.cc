#include "policy/transforms/date_text.h"

#include <string>

#include "gtest/gtest.h"

namespace sudare {
namespace {

struct Accepted {
  SqlType type;
  const char* text;
};

TEST(DateTextTest, WritesWhatItRead) {
  const Accepted cases[] = {
      {SqlType::kDate, "2023-10-01"},
      {SqlType::kDate, "0044-03-15 BC"},
      {SqlType::kDate, "0001-02-29 BC"},
      {SqlType::kDate, "294276-12-31"},
      {SqlType::kDate, "5874897-12-31"},
      {SqlType::kTimestamp, "2023-10-01 03:04:05"},
      {SqlType::kTimestamp, "2023-10-01 03:04:05.1"},
      {SqlType::kTimestamp, "0001-01-01 00:00:00.000001 BC"},
      {SqlType::kTimestamptz, "2023-10-01 03:04:05.123456+00"},
      {SqlType::kTimestamptz, "2023-10-01 03:04:05-05:30"},
      {SqlType::kTimestamptz, "0044-03-15 00:00:00+09:18:59 BC"},
  };
  for (const Accepted& one : cases) {
    const auto date = ParseDateText(one.text, one.type);
    ASSERT_TRUE(date.has_value()) << one.text;
    EXPECT_EQ(FormatDateText(*date, one.type), one.text);
  }
}

TEST(DateTextTest, ReadsOffsets) {
  EXPECT_EQ(ParseDateText("2023-10-01 00:00:00+09:18:59", SqlType::kTimestamptz)->offset_seconds,
            33539);
  EXPECT_EQ(ParseDateText("2023-10-01 00:00:00-05:30", SqlType::kTimestamptz)->offset_seconds,
            -19800);
}

TEST(DateTextTest, YearsBeforeChristAreAstronomical) {
  EXPECT_EQ(ParseDateText("0001-01-01 BC", SqlType::kDate)->civil.year(), 0);
  EXPECT_EQ(ParseDateText("0044-01-01 BC", SqlType::kDate)->civil.year(), -43);
}

TEST(DateTextTest, RefusesEverythingElse) {
  for (const char* text : {"", "2023", "2023-1-1", "23-01-01", "2023-02-29", "2023-00-01",
                           "2023-01-32", "0000-01-01", "2023-01-01 ", "2023-01-01 AD", "01/02/2023",
                           "2023-01-01T00:00:00", "-2023-01-01", "+infinity", "12345678-01-01"}) {
    EXPECT_FALSE(ParseDateText(text, SqlType::kDate).has_value()) << text;
  }
  for (const char* text :
       {"2023-01-01", "2023-01-01 00:00", "2023-01-01 24:00:00", "2023-01-01 00:60:00",
        "2023-01-01 00:00:00.", "2023-01-01 00:00:00.1234567", "2023-01-01 00:00:00+00"}) {
    EXPECT_FALSE(ParseDateText(text, SqlType::kTimestamp).has_value()) << text;
  }
  for (const char* text :
       {"2023-01-01 00:00:00", "2023-01-01 00:00:00 JST", "2023-01-01 00:00:00+9",
        "2023-01-01 00:00:00+16", "2023-01-01 00:00:00+09:60", "2023-01-01 00:00:00Z"}) {
    EXPECT_FALSE(ParseDateText(text, SqlType::kTimestamptz).has_value()) << text;
  }
}

}  // namespace
}  // namespace sudare
