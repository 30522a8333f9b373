#include "proxy/prove/shrink.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace sudare::prove {
namespace {

constexpr char kLarge[] =
    "WITH c AS (SELECT a, b FROM s.t WHERE a > 3) SELECT upper(x.a) || '!', count(*) FILTER (WHERE "
    "x.b IS NULL), CASE WHEN x.b = 'needle' THEN 1 ELSE 2 END FROM c AS x LEFT JOIN (SELECT d FROM "
    "s.u ORDER BY d LIMIT 3) AS y ON x.a = y.d WHERE x.a IN (1, 2, 3) AND NOT EXISTS (SELECT 1 "
    "FROM "
    "s.v) GROUP BY x.a, x.b HAVING count(*) > 1 ORDER BY 1, 2";

TEST(ShrinkTest, APlantedDefectIsReducedToAFewWords) {
  const auto has_needle = [](const std::string& sql) { return absl::StrContains(sql, "'needle'"); };
  const std::string small = Shrink(kLarge, has_needle, 1000);
  EXPECT_TRUE(has_needle(small));
  EXPECT_LT(small.size(), 40u) << small;
}

TEST(ShrinkTest, WhatTheDefectNeedsStays) {
  const auto fails = [](const std::string& sql) {
    return absl::StrContains(sql, "LEFT JOIN") && absl::StrContains(sql, "GROUP BY");
  };
  const std::string small = Shrink(kLarge, fails, 1000);
  EXPECT_TRUE(fails(small)) << small;
  EXPECT_LT(small.size(), 110u) << small;
}

TEST(ShrinkTest, TheBudgetIsKept) {
  int calls = 0;
  Shrink(
      kLarge, [&](const std::string&) { return ++calls > 1000; }, 20);
  EXPECT_EQ(calls, 20);
}

TEST(ShrinkTest, TextThatIsNoStatementStaysAsItIs) {
  EXPECT_EQ(Shrink(
                "SELECT FROM WHERE", [](const std::string&) { return true; }, 10),
            "SELECT FROM WHERE");
}

}  // namespace
}  // namespace sudare::prove
