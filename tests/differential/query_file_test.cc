#include "tests/differential/query_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

TEST(QueryFileTest, MarksAreReadAndOtherCommentsStayInTheQuery) {
  ASSERT_OK_AND_ASSIGN(const auto queries, ParseQueryFile("-- Who\n"
                                                          "-- as personnel-01\n"
                                                          "-- parameters: a b | NULL | \n"
                                                          "-- ordered\n"
                                                          "-- a remark\n"
                                                          "SELECT $1 -- of a; kind\n"
                                                          "\n"
                                                          "FROM t;\n"
                                                          "\n"
                                                          "-- What\n"
                                                          "-- any rows\n"
                                                          "SELECT 1;\n"));
  ASSERT_EQ(queries.size(), 2u);
  EXPECT_EQ(queries[0].title, "Who");
  EXPECT_EQ(queries[0].account, "personnel-01");
  EXPECT_THAT(queries[0].parameters, ::testing::ElementsAre(Value("a b"), Value(), Value("")));
  EXPECT_TRUE(queries[0].ordered);
  EXPECT_FALSE(queries[0].any_rows);
  EXPECT_EQ(queries[0].sql, "-- a remark\nSELECT $1 -- of a; kind\n\nFROM t");
  EXPECT_EQ(queries[0].line, 1);
  EXPECT_EQ(queries[1].account, "payroll-vendor-01");
  EXPECT_TRUE(queries[1].any_rows);
  EXPECT_EQ(queries[1].line, 10);
}

TEST(QueryFileTest, AQueryWithoutTitleOrEndIsAnError) {
  EXPECT_THAT(ParseQueryFile("SELECT 1;\n"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseQueryFile("-- Who\nSELECT 1\n"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(QueryFileTest, TheLastLimitIsCutOff) {
  EXPECT_EQ(WithoutLimit("SELECT * FROM (SELECT 1 LIMIT 2) x limit 3"),
            "SELECT * FROM (SELECT 1 LIMIT 2) x ");
}

}  // namespace
}  // namespace sudare::testing
