#include "policy/streams/typed_text.h"

#include <gtest/gtest.h>

namespace sudare {
namespace {

Value Read(absl::string_view text, SqlType type) {
  DateForm form = DateForm::kHyphens;
  return ReadTypedText(text, {type}, &form);
}

TEST(TypedTextTest, ValuesTakeTheFormOfTheDatabase) {
  EXPECT_EQ(Read("042", SqlType::kInt4), "42");
  EXPECT_EQ(Read("true", SqlType::kBool), "t");
  EXPECT_EQ(Read("2026-04-01 09:00:00+09", SqlType::kTimestamptz), "2026-04-01 00:00:00+00");
  EXPECT_EQ(Read("any \"text\"", SqlType::kText), "any \"text\"");
  EXPECT_EQ(Read("{\"a\": 1}", SqlType::kJsonb), "{\"a\": 1}");
}

TEST(TypedTextTest, WhatIsNoValueOfTheTypeIsNone) {
  for (const auto& [text, type] : std::vector<std::pair<const char*, SqlType>>{
           {"", SqlType::kInt4},
           {"12a", SqlType::kInt4},
           {"3000000000", SqlType::kInt4},
           {"1,234", SqlType::kNumeric},
           {"2026-02-30", SqlType::kDate},
           {"20260230", SqlType::kDate},
           {"2026/4/1", SqlType::kDate},
           {"2026-04/01", SqlType::kDate},
           {"令和8年4月1日", SqlType::kDate},
           {"20260401", SqlType::kTimestamp},
           {"{", SqlType::kJson},
       }) {
    EXPECT_EQ(Read(text, type), std::nullopt) << text;
  }
}

TEST(TypedTextTest, DatesKeepTheirForm) {
  for (const char* text : {"2026-04-01", "2026/04/01", "20260401"}) {
    DateForm form = DateForm::kHyphens;
    const ColumnType date{SqlType::kDate};
    const auto value = ReadTypedText(text, date, &form);
    ASSERT_EQ(value, "2026-04-01") << text;
    EXPECT_EQ(WriteDate(*value, date, form), text);
    EXPECT_EQ(WriteDate("infinity", date, form), "infinity");
  }
  DateForm form = DateForm::kHyphens;
  const ColumnType timestamp{SqlType::kTimestamp};
  EXPECT_EQ(ReadTypedText("2026/04/01 10:00:00", timestamp, &form), "2026-04-01 10:00:00");
  EXPECT_EQ(WriteDate("2026-04-01 00:00:00", timestamp, form), "2026/04/01 00:00:00");
}

TEST(TypedTextTest, SomeTypesAreNotReadFromFiles) {
  EXPECT_TRUE(CheckTypeInFiles({SqlType::kDate}).ok());
  for (const ColumnType type :
       {ColumnType{SqlType::kInet}, ColumnType{SqlType::kInt4, /*is_array=*/true}, ColumnType{}}) {
    EXPECT_EQ(CheckTypeInFiles(type).code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace sudare
