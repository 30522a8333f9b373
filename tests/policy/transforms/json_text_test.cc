#include "policy/transforms/json_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(JsonTextTest, AcceptsJson) {
  for (const char* text : {"null", "true", " false ", "0", "-0", "1.5e-10", "1E+5", "\"\"",
                           "\"\\u12aF\\n\"", "[]", "{}", "[ ]", "{ }", "[1,2,[3]]",
                           "{\"a\":{\"b\":[{}]},\"c\":1}", "\t[\r\n1\n]", "\"\x7f\"", "[[[]]]"}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
  EXPECT_TRUE(IsJson(std::string(1 << 20, '[') + std::string(1 << 20, ']')));
}

TEST(JsonTextTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "nul",
                           "nulll",
                           "True",
                           "01",
                           "1.",
                           ".5",
                           "+1",
                           "-",
                           "1e",
                           "\"",
                           "\"\n\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "'a'",
                           "[",
                           "]",
                           "[1",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "{",
                           "}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{\"a\":1,}",
                           "{\"a\":1]",
                           "[1}",
                           "{\"a\" \"b\"}",
                           "{\"a\":1 \"b\":2}",
                           "1 2",
                           "[]]",
                           "{}{}",
                           "\v1",
                           "{1:2}",
                           "//",
                           "NaN"}) {
    EXPECT_FALSE(IsJson(text)) << text;
  }
  EXPECT_FALSE(IsJson(absl::string_view("1\0", 2)));
  EXPECT_FALSE(IsJson(std::string(1 << 20, '[')));
}

TEST(JsonTextTest, FindsEscapesThatPostgresqlCannotUse) {
  for (const char* text :
       {"\"\\u0000\"", "{\"\\u0000\":1}", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"",
        "\"\\ud800\\u0041\"", "\"\\\\ud800\\udc00\"", "\"\\uD800\\uD800\\uDC00\""}) {
    EXPECT_TRUE(HasUnusableEscape(text)) << text;
  }
  for (const char* text :
       {"\"\"", "\"\\\\u0000\"", "\"\\ud842\\udfb7\"", "\"\\u0001\\uffff\"", "\"\\\\\\\\ud800\""}) {
    EXPECT_FALSE(HasUnusableEscape(text)) << text;
  }
}

TEST(JsonTextTest, SlicesMembersAndElements) {
  const auto members = JsonMembers("{ \"a\" : [1, 2] , \"b}\":\"]\",\"a\":{ } }");
  ASSERT_EQ(members.size(), 3u);
  EXPECT_EQ(members[0].key, "\"a\"");
  EXPECT_EQ(members[0].value, "[1, 2]");
  EXPECT_EQ(members[1].key, "\"b}\"");
  EXPECT_EQ(members[1].value, "\"]\"");
  EXPECT_EQ(members[2].value, "{ }");
  EXPECT_THAT(JsonElements("[ 1 ,\"a,]\", [2 , 3],{ } ]"),
              ElementsAre("1", "\"a,]\"", "[2 , 3]", "{ }"));
  EXPECT_THAT(JsonMembers("{ }"), IsEmpty());
  EXPECT_THAT(JsonElements("[ ]"), IsEmpty());
}

TEST(JsonTextTest, UnescapesAndQuotes) {
  EXPECT_EQ(UnescapeJsonString("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u5c71\\ud842\\udfb7\""),
            "a\"\\/\b\f\n\r\té山𠮷");
  EXPECT_EQ(QuoteJsonString("a\"\\/\b\f\n\r\t\x01山"), "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001山\"");
}

}  // namespace
}  // namespace sudare
