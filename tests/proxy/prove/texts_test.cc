// The small text parts of a proof: texts for expressions, what psql says, values changed a little.
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/prove/pattern_text.h"
#include "proxy/prove/psql_errors.h"
#include "proxy/prove/value_change.h"

namespace sudare::prove {
namespace {

using ::testing::AnyOf;
using ::testing::ContainsRegex;
using ::testing::Eq;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

TEST(TextLikeTest, MatchesWhatChecksUse) {
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    EXPECT_THAT(*TextLike("^[0-9]{12}$", random), MatchesRegex("[0-9]{12}"));
    EXPECT_THAT(*TextLike("^[A-Z]{2}-\\d{3,5}$", random), MatchesRegex("[A-Z]{2}-[0-9]{3,5}"));
    EXPECT_THAT(*TextLike("^(north|south)+x?$", random), MatchesRegex("(north|south)+x?"));
    EXPECT_THAT(*TextLike("^[[:digit:]_]+\\.$", random), MatchesRegex("[0-9_]+\\."));
    EXPECT_THAT(*TextLike("^(東|西)$", random), AnyOf(Eq("東"), Eq("西")));
  }
}

TEST(TextLikeTest, RepeatsAGroupAnewEachTime) {
  Random random(1);
  std::set<std::string> texts;
  for (int i = 0; i < 20; ++i) texts.insert(*TextLike("^([0-9]){4}$", random));
  EXPECT_GT(texts.size(), 10u);
}

TEST(TextLikeTest, LeavesAloneWhatItDoesNotKnow) {
  Random random(1);
  for (const char* pattern : {"[^a]", "(?=a)b", "a{1,99999}", "(a", "*a", "[", "\\", "\\y"}) {
    EXPECT_FALSE(TextLike(pattern, random).has_value()) << pattern;
  }
}

TEST(PsqlErrorsTest, TakesApartWhatPsqlSays) {
  const auto errors = ParsePsqlErrors(
      "psql:<stdin>:3: NOTICE:  00000: nothing\n"
      "psql:<stdin>:12: ERROR:  23505: duplicate key value violates unique constraint \"t_pkey\"\n"
      "DETAIL:  Key (a)=(1) already exists.\n"
      "CONSTRAINT NAME:  t_pkey\n"
      "psql:<stdin>:20: error: invalid command \\x\n");
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(errors[0].line, 12);
  EXPECT_EQ(errors[0].sqlstate, "23505");
  EXPECT_EQ(errors[0].constraint, "t_pkey");
  EXPECT_EQ(errors[1].line, 20);
  EXPECT_EQ(errors[1].sqlstate, "");
  EXPECT_EQ(errors[1].message, "invalid command \\x");
}

TEST(ChangedALittleTest, KeepsTheLookOfAValue) {
  Random random(3);
  std::set<std::string> seen;
  std::string number = "090-1234-5678";
  std::string name = "サトウ Ab";
  std::string date = "1973-07-03";
  std::string json = "{\"a\": 12, \"名前\": \"佐藤\", \"b\": true}";
  for (int i = 0; i < 200; ++i) {
    number = ChangedALittle({SqlType::kVarchar}, number, random);
    ASSERT_THAT(number, MatchesRegex("[0-9]{3}-[0-9]{4}-[0-9]{4}"));
    name = ChangedALittle({SqlType::kText}, name, random);
    ASSERT_EQ(name.size(), std::string("サトウ Ab").size());
    ASSERT_THAT(name, ContainsRegex(" [A-Z][a-z]$"));
    date = ChangedALittle({SqlType::kDate}, date, random);
    ASSERT_THAT(date, MatchesRegex("(19|20)[0-9]{2}-(0[1-9]|1[0-2])-[0-2][0-9]"));
    json = ChangedALittle({SqlType::kJsonb}, json, random);
    ASSERT_THAT(json, ContainsRegex(": true}$"));
    seen.insert(number + name + date + json);
  }
  EXPECT_GT(seen.size(), 100u);
}

TEST(ChangedALittleTest, GivesNumbersNoLeadingZero) {
  Random random(3);
  std::string number = "-105";
  for (int i = 0; i < 100; ++i) {
    number = ChangedALittle({SqlType::kInt4}, number, random);
    ASSERT_THAT(number, MatchesRegex("-[1-9][0-9]{2}"));
  }
}

TEST(ChangedALittleTest, LeavesOtherTypesAlone) {
  Random random(3);
  EXPECT_EQ(ChangedALittle({SqlType::kInterval}, "3 days", random), "3 days");
  EXPECT_EQ(ChangedALittle({SqlType::kText, true}, "{a1}", random), "{a1}");
  EXPECT_EQ(ChangedALittle({SqlType::kDate}, "infinity", random), "infinity");
  EXPECT_EQ(ChangedALittle({SqlType::kBool}, "t", random), "f");
}

}  // namespace
}  // namespace sudare::prove
