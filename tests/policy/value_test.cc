#include "policy/value.h"

#include <limits>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace sudare {
namespace {

TEST(ValueTest, EveryTypeHasANameThatLeadsBack) {
  std::set<std::string> names;
  for (int i = static_cast<int>(SqlType::kBool); i <= static_cast<int>(SqlType::kCidr); ++i) {
    for (const bool is_array : {false, true}) {
      const ColumnType type{static_cast<SqlType>(i), is_array};
      const std::string name = TypeName(type);
      EXPECT_FALSE(name.empty()) << i;
      EXPECT_TRUE(names.insert(name).second) << name;
      EXPECT_EQ(TypeFromName(name), type) << name;
    }
  }
  EXPECT_EQ(TypeName({SqlType::kInt4}), "int4");
  EXPECT_EQ(TypeName({SqlType::kInt4, true}), "_int4");
}

TEST(ValueTest, OtherNamesAreUnknown) {
  for (const char* name : {"", "_", "__int4", "integer", "INT4", "money", "_money", "int4[]"}) {
    EXPECT_EQ(TypeFromName(name), ColumnType{}) << name;
  }
  EXPECT_EQ(TypeName({}), "");
}

TEST(ValueTest, ArraysAreOfNoKind) {
  EXPECT_TRUE(IsText({SqlType::kBpchar}));
  EXPECT_TRUE(IsNumber({SqlType::kFloat4}));
  EXPECT_TRUE(IsNumber({SqlType::kInt8}));
  EXPECT_TRUE(IsInteger({SqlType::kInt2}));
  EXPECT_FALSE(IsInteger({SqlType::kNumeric}));
  EXPECT_FALSE(IsInteger({SqlType::kInt4, true}));
  EXPECT_TRUE(IsDateLike({SqlType::kTimestamptz}));
  EXPECT_FALSE(IsText({SqlType::kText, true}));
  EXPECT_FALSE(IsNumber({SqlType::kInt4, true}));
  EXPECT_FALSE(IsDateLike({SqlType::kDate, true}));
  EXPECT_FALSE(IsDateLike({SqlType::kTime}));
  EXPECT_FALSE(IsText({}));
}

TEST(ValueTest, ReadsIntegersAsPostgresqlDoes) {
  EXPECT_EQ(ReadInteger(" +0042\n", SqlType::kInt2), 42);
  EXPECT_EQ(ReadInteger("-32768", SqlType::kInt2), -32768);
  EXPECT_EQ(ReadInteger("32768", SqlType::kInt2), std::nullopt);
  EXPECT_EQ(ReadInteger("2147483647", SqlType::kInt4), 2147483647);
  EXPECT_EQ(ReadInteger("-2147483649", SqlType::kInt4), std::nullopt);
  EXPECT_EQ(ReadInteger("-9223372036854775808", SqlType::kInt8),
            std::numeric_limits<int64_t>::min());
  for (const char* text :
       {"", " ", "-", "+-1", "1.0", "1e3", "0x10", "1_000", "9223372036854775808", "- 1", "１"}) {
    EXPECT_EQ(ReadInteger(text, SqlType::kInt8), std::nullopt) << text;
  }
  EXPECT_EQ(ReadInteger("1", SqlType::kNumeric), std::nullopt);
}

TEST(ValueTest, BlanksOfPaddedTextAreNotSignificant) {
  EXPECT_EQ(Significant({SqlType::kBpchar}, "12  "), "12");
  EXPECT_EQ(Significant({SqlType::kBpchar}, "  "), "");
  EXPECT_EQ(Significant({SqlType::kText}, "12  "), "12  ");
}

}  // namespace
}  // namespace sudare
