#include "proxy/sql/smaller.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> AllOf(const std::string& sql, int first = 0) {
  SmallerStatements smaller(sql, first);
  std::vector<std::string> all;
  for (auto next = smaller.Next(); next.has_value(); next = smaller.Next()) all.push_back(*next);
  return all;
}

TEST(SmallerTest, ClausesOutputsAndConditionsAreCut) {
  const auto all = AllOf("SELECT aa, bb FROM s.t WHERE aa = 1 AND bb = 2 GROUP BY aa");
  EXPECT_THAT(all, Contains("SELECT aa, bb FROM s.t GROUP BY aa"));
  EXPECT_THAT(all, Contains("SELECT bb FROM s.t WHERE aa = 1 AND bb = 2 GROUP BY aa"));
  EXPECT_THAT(all, Contains("SELECT aa, bb FROM s.t WHERE bb = 2 GROUP BY aa"));
  EXPECT_THAT(all, Contains("SELECT aa, bb FROM s.t WHERE aa = 1 AND bb = 2"));
}

TEST(SmallerTest, PartsTakeThePlaceOfTheWhole) {
  EXPECT_THAT(AllOf("SELECT upper(aa) FROM s.t"), Contains("SELECT aa FROM s.t"));
  EXPECT_THAT(AllOf("SELECT a FROM s.t JOIN s.u ON true"), Contains("SELECT a FROM s.t"));
  EXPECT_THAT(AllOf("SELECT a FROM s.t UNION SELECT b FROM s.u"), Contains("SELECT b FROM s.u"));
  EXPECT_THAT(AllOf("SELECT x.a FROM (SELECT a FROM s.t) x"), Contains("SELECT a FROM s.t"));
}

TEST(SmallerTest, AnOrderThatALimitNeedsIsKept) {
  EXPECT_THAT(AllOf("SELECT a FROM s.t ORDER BY a, b LIMIT 3"), Each(HasSubstr("ORDER BY a, b")));
  EXPECT_THAT(AllOf("SELECT a FROM s.t ORDER BY a, b"), Contains("SELECT a FROM s.t"));
  EXPECT_THAT(AllOf("SELECT array_agg(a ORDER BY b) FROM s.t"), Contains("SELECT a FROM s.t"));
}

TEST(SmallerTest, EachIsShorterAndParses) {
  const std::string sql =
      "WITH c AS (VALUES (1), (2)) SELECT CASE WHEN a THEN 'x' END, (SELECT max(b) FROM s.u) FROM "
      "s.t, c WHERE a IS NOT NULL ORDER BY 1";
  const auto all = AllOf(sql);
  EXPECT_GT(all.size(), 20u);
  for (const std::string& one : all) {
    EXPECT_LT(one.size(), sql.size());
    EXPECT_TRUE(Parse(one, ParseLimits()).ok()) << one;
  }
}

TEST(SmallerTest, CutsCanBeSkipped) {
  SmallerStatements all("SELECT aa, bb, cc FROM s.t");
  all.Next();
  const int first = all.place();
  const auto second = all.Next();
  EXPECT_EQ(SmallerStatements("SELECT aa, bb, cc FROM s.t", first + 1).Next(), second);
}

// The deparser relies on their form.
TEST(SmallerTest, OperandsOfWordsKeepTheirForm) {
  for (const char* sql : {
           "SELECT a FROM s.t WHERE a BETWEEN 1 AND 2 OR a NOT BETWEEN SYMMETRIC 3 AND 4",
           "SELECT a FROM s.t WHERE a SIMILAR TO b || 'x' AND a LIKE b ESCAPE 'y'",
           "SELECT extract(year FROM a), substring(a FROM 1 FOR 2), overlay(a PLACING b FROM 1), "
           "trim(BOTH 'x' FROM a), position(a IN b) FROM s.t",
           "SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(a)) WITH ORDINALITY AS r(x, y)",
           "SELECT a FROM s.t ORDER BY a FETCH FIRST 3 ROWS WITH TIES",
           "SELECT count(*) OVER (PARTITION BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM "
           "s.t",
       }) {
    EXPECT_GT(AllOf(sql).size(), 1u) << sql;
  }
}

TEST(SmallerTest, NothingIsSmallerThanNoStatement) {
  EXPECT_THAT(AllOf("SELECT FROM WHERE"), IsEmpty());
}

}  // namespace
}  // namespace sudare::sql
