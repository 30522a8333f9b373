#include "tests/docs/console.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

TEST(ConsoleTest, StepsAreCommandsWithTheirOutput) {
  const Document document =
      ParseMarkdown("docs/g.md",
                    "text\n```console\n$ one \\\n>   two\nprinted\n\nagain\n$ three 7443 &\n```\n"
                    "```sh\nnot run\n```\n```textproto file=a/b.textproto\nport: 7443\n```\n");
  EXPECT_THAT(StepsOf(document, {{"7443", "12345"}}),
              ElementsAre(AllOf(Field(&ConsoleStep::place, "docs/g.md:3"),
                                Field(&ConsoleStep::command, "one \\\n  two"),
                                Field(&ConsoleStep::expected, "printed\n\nagain\n")),
                          AllOf(Field(&ConsoleStep::place, "docs/g.md:8"),
                                Field(&ConsoleStep::command, "three 12345 &"),
                                Field(&ConsoleStep::expected, "")),
                          AllOf(Field(&ConsoleStep::place, "docs/g.md:13"),
                                Field(&ConsoleStep::command, HasSubstr(">a/b.textproto")),
                                Field(&ConsoleStep::command, HasSubstr("port: 12345\n")))));
}

TEST(ConsoleTest, EllipsesStandForAnything) {
  EXPECT_TRUE(IsAsShown("a\nb", "a  \nb\n\n"));
  EXPECT_FALSE(IsAsShown("a\nb", "a\n"));
  EXPECT_FALSE(IsAsShown("a", "a\nb"));
  EXPECT_TRUE(IsAsShown("key …  made …", "key 0001  made 2026"));
  EXPECT_FALSE(IsAsShown("key …  made …", "key 0001 2026"));
  EXPECT_FALSE(IsAsShown("… made", "made later"));
  EXPECT_FALSE(IsAsShown("aa…aa", "aaa"));
  EXPECT_TRUE(IsAsShown("first\n…\nlast", "first\nlast"));
  EXPECT_TRUE(IsAsShown("first\n…\nlast", "first\nx\nlast\nlast"));
  EXPECT_FALSE(IsAsShown("first\n…\nlast", "first\nx\n"));
}

}  // namespace
}  // namespace sudare::testing
