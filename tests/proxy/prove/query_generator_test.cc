#include "proxy/prove/query_generator.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "proxy/sql/check.h"
#include "proxy/sql/parse.h"
#include "tests/proxy/sql/fixture.h"

namespace sudare::prove {
namespace {

using ::sudare::testing::SchemaOf;

// The view's columns have no masks of their own, and no database is asked here.
RelationSamples SamplesFor(const VisibleRelation& relation) {
  RelationSamples samples;
  samples.rows = 100;
  for (const VisibleColumn& column : relation.columns) {
    if (!column.is_token()) continue;
    samples.columns[column.column->name] = {{column.tokenizer->Tokenize("佐藤")}, {"佐藤"}, {}};
  }
  return samples;
}

std::vector<GeneratedQuery> Generate(uint64_t seed, int count,
                                     const QueryGenerator::Options& options = {}) {
  QueryGenerator generator(SchemaOf("vendor"), SamplesFor, options, seed);
  std::vector<GeneratedQuery> queries;
  for (int i = 0; i < count; ++i) queries.push_back(generator.Next());
  return queries;
}

int CountWith(const std::vector<GeneratedQuery>& queries, absl::string_view text) {
  return static_cast<int>(std::count_if(
      queries.begin(), queries.end(),
      [&](const GeneratedQuery& query) { return absl::StrContains(query.sql, text); }));
}

TEST(QueryGeneratorTest, ASeedGivesTheSameStatementsAgain) {
  const auto once = Generate(7, 50);
  const auto again = Generate(7, 50);
  for (size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].sql, again[i].sql);
    EXPECT_EQ(once[i].parameters, again[i].parameters);
    EXPECT_EQ(once[i].is_ordered, again[i].is_ordered);
  }
  EXPECT_NE(once[0].sql, Generate(8, 1)[0].sql);
}

TEST(QueryGeneratorTest, StatementsPassTheClosedLists) {
  for (const GeneratedQuery& query : Generate(1, 500)) {
    const auto parsed = sql::Parse(query.sql, sql::ParseLimits());
    ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << query.sql;
    EXPECT_TRUE(sql::CheckStatement(*parsed).ok()) << sql::CheckStatement(*parsed) << "\n"
                                                   << query.sql;
  }
}

TEST(QueryGeneratorTest, EveryClauseComesUp) {
  const auto queries = Generate(1, 1500);
  for (const char* text : {" JOIN ",
                           " LEFT JOIN ",
                           " RIGHT JOIN ",
                           " FULL JOIN ",
                           " CROSS JOIN ",
                           " NATURAL ",
                           " USING (",
                           "LATERAL ",
                           "WITH ",
                           "RECURSIVE ",
                           "MATERIALIZED ",
                           " UNION ",
                           " UNION ALL ",
                           " INTERSECT ",
                           " EXCEPT ",
                           " GROUP BY ",
                           "ROLLUP",
                           "CUBE",
                           "GROUPING SETS",
                           " HAVING ",
                           "DISTINCT ",
                           "DISTINCT ON ",
                           " FILTER ",
                           " OVER (",
                           "PARTITION BY ",
                           " ROWS BETWEEN ",
                           " LIMIT ",
                           " OFFSET ",
                           "WITH TIES",
                           "VALUES ",
                           "EXISTS (",
                           " IN (SELECT",
                           "= ANY (",
                           " NOT IN (",
                           " IS DISTINCT FROM ",
                           "CASE ",
                           "coalesce(",
                           "string_agg(",
                           "array_agg(",
                           "to_jsonb(",
                           "WITHIN GROUP",
                           "generate_series(",
                           "unnest(",
                           "WITH ORDINALITY",
                           "ROWS FROM",
                           "COLLATE \"C\"",
                           " LIKE ",
                           "payroll.current_pay",
                           "attendance.employees"}) {
    EXPECT_GT(CountWith(queries, text), 0) << text;
  }
  EXPECT_GT(CountWith(queries, "'nam_"), 50) << "tokens";
  EXPECT_GT(CountWith(queries, "'佐藤'"), 10) << "values behind tokens";
  EXPECT_GT(CountWith(queries, "$1"), 30) << "parameters";
}

TEST(QueryGeneratorTest, ParametersAreNumberedAsTheyAreBound) {
  for (const GeneratedQuery& query : Generate(3, 500)) {
    for (size_t i = 1; i <= query.parameters.size(); ++i) {
      EXPECT_TRUE(absl::StrContains(query.sql, absl::StrCat("$", i))) << query.sql;
    }
    EXPECT_FALSE(absl::StrContains(query.sql, absl::StrCat("$", query.parameters.size() + 1)))
        << query.sql;
  }
}

TEST(QueryGeneratorTest, OnlyWhatIsAskedForIsLeftOpen) {
  const auto closed = Generate(5, 300);
  EXPECT_EQ(std::count_if(closed.begin(), closed.end(),
                          [](const GeneratedQuery& query) { return query.is_undetermined; }),
            0);
  QueryGenerator::Options options;
  options.undetermined = true;
  const auto open = Generate(5, 300, options);
  EXPECT_GT(std::count_if(open.begin(), open.end(),
                          [](const GeneratedQuery& query) { return query.is_undetermined; }),
            20);
}

}  // namespace
}  // namespace sudare::prove
