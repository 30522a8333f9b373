#include "proxy/cli/statement_buffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(StatementBufferTest, AStatementEndsAtItsSemicolon) {
  StatementBuffer buffer;
  EXPECT_THAT(buffer.Add("SELECT 1; SELECT 2;"), ElementsAre("SELECT 1", "SELECT 2"));
  EXPECT_TRUE(buffer.IsEmpty());
  EXPECT_THAT(buffer.Add("SELECT"), IsEmpty());
  EXPECT_FALSE(buffer.IsEmpty());
  EXPECT_THAT(buffer.Add("  3"), IsEmpty());
  EXPECT_THAT(buffer.Add(";;"), ElementsAre("SELECT\n  3"));
  EXPECT_TRUE(buffer.IsEmpty());
}

TEST(StatementBufferTest, QuotesAndCommentsHideSemicolons) {
  for (const char* sql : {"SELECT ';'", "SELECT 'it''s;'", "SELECT \"a;b\"", "SELECT $$;$$",
                          "SELECT $x$;$$;$x$", "SELECT 1 -- ;", "SELECT /* ; /* ; */ ; */ 1",
                          "SELECT $1", "SELECT a$b$c", "SELECT '簾;'"}) {
    StatementBuffer buffer;
    EXPECT_THAT(buffer.Add(sql), IsEmpty()) << sql;
    EXPECT_THAT(buffer.Add(";"), ElementsAre(sql)) << sql;
  }
}

TEST(StatementBufferTest, QuotesSpanLines) {
  StatementBuffer buffer;
  EXPECT_THAT(buffer.Add("SELECT 'a;"), IsEmpty());
  EXPECT_THAT(buffer.Add("b;'"), IsEmpty());
  EXPECT_THAT(buffer.Add(";"), ElementsAre("SELECT 'a;\nb;'"));
}

TEST(StatementBufferTest, BlankLinesDontBeginAStatement) {
  StatementBuffer buffer;
  EXPECT_THAT(buffer.Add("   "), IsEmpty());
  EXPECT_TRUE(buffer.IsEmpty());
}

TEST(StatementBufferTest, TakeForgetsAnOpenQuote) {
  StatementBuffer buffer;
  buffer.Add("SELECT 'abc");
  EXPECT_EQ(buffer.Take(), "SELECT 'abc");
  EXPECT_THAT(buffer.Add("SELECT 1;"), ElementsAre("SELECT 1"));
}

}  // namespace
}  // namespace sudare
