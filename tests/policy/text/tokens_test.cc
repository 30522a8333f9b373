#include "policy/text/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sudare::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> EntriesOf(const std::string& text) {
  std::vector<std::string> entries;
  for (const TopLevelEntry& entry : TopLevelEntries(text, Tokenize(text).tokens)) {
    entries.push_back(text.substr(entry.begin, entry.end - entry.begin) +
                      (entry.unclosed ? " …" : ""));
  }
  return entries;
}

TEST(TokensTest, EntriesEndWithTheirBrackets) {
  EXPECT_THAT(EntriesOf("classes { a: \"}\" } # }\ntables: [ {}, {} ], roles < >; staff{}"),
              ElementsAre("classes { a: \"}\" }", "tables: [ {}, {} ],", "roles < >;", "staff{}"));
}

TEST(TokensTest, AnUnclosedEntryEndsWhereTheNextStarts) {
  EXPECT_THAT(EntriesOf("classes {\n  name: \"a\"\n  roles {}\nstaff {"),
              ElementsAre("classes {\n  name: \"a\" …", "roles {}", "staff { …"));
  EXPECT_THAT(EntriesOf("}\nclasses {}"), ElementsAre("}", "classes {}"));
  EXPECT_THAT(EntriesOf(""), ElementsAre());
}

TEST(TokensTest, NamesOfEntriesElsewhereInALineStartNone) {
  EXPECT_THAT(EntriesOf("classes { roles: 1 }"), ElementsAre("classes { roles: 1 }"));
}

TEST(TokensTest, TheTokenBeforeAnOffsetIsTheLastThatBeginsThere) {
  const std::vector<Token> tokens = Tokenize("ab cd").tokens;
  EXPECT_EQ(TokenBefore(tokens, 0), nullptr);
  EXPECT_EQ(TokenBefore(tokens, 1), &tokens[0]);
  EXPECT_EQ(TokenBefore(tokens, 3), &tokens[0]);
  EXPECT_EQ(TokenBefore(tokens, 99), &tokens[1]);
}

}  // namespace
}  // namespace sudare::text
