#include "proxy/backend/statement_cache.h"

#include "gtest/gtest.h"

namespace sudare {
namespace {

Statement Sql(std::string sql) {
  Statement statement;
  statement.sql = std::move(sql);
  return statement;
}

TEST(StatementCacheTest, EvictsTheOneUsedLongestAgo) {
  StatementCache cache(2);
  EXPECT_EQ(cache.Insert({"a", "s1"}), std::nullopt);
  EXPECT_EQ(cache.Insert({"b", "s2"}), std::nullopt);
  ASSERT_NE(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Insert({"c", "s3"}), "s2");
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_EQ(cache.Find("a")->name, "s1");
  EXPECT_EQ(cache.Find("c")->name, "s3");
  EXPECT_EQ(cache.size(), 2u);
}

TEST(StatementCacheTest, ForgetsWhatIsRemoved) {
  StatementCache cache(2);
  cache.Insert({"a", "s1"});
  cache.Remove("a");
  cache.Remove("never there");
  EXPECT_EQ(cache.Find("a"), nullptr);
}

TEST(StatementCacheTest, NeverGivesANameTwice) {
  StatementCache cache(2);
  EXPECT_NE(cache.NewName(), cache.NewName());
}

TEST(StatementCacheTest, TellsStatementsApartByTypesAndByTheScansAllowed) {
  Statement plain = Sql("SELECT $1");
  plain.parameters = {"1"};
  Statement typed = plain;
  typed.parameter_types = {23};
  Statement fenced = plain;
  fenced.forbid_index_only_scans = true;
  Statement alone = plain;
  alone.forbid_parallel_scans = true;
  Statement same = plain;
  same.parameters = {"2"};
  EXPECT_NE(StatementCache::KeyOf(plain), StatementCache::KeyOf(typed));
  EXPECT_NE(StatementCache::KeyOf(plain), StatementCache::KeyOf(fenced));
  EXPECT_NE(StatementCache::KeyOf(plain), StatementCache::KeyOf(alone));
  EXPECT_EQ(StatementCache::KeyOf(plain), StatementCache::KeyOf(same));
}

}  // namespace
}  // namespace sudare
