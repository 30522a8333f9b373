#include "policy/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace sudare {
namespace {

TEST(Utf8Test, ReadsCharactersOfEveryLength) {
  EXPECT_EQ(FirstCharacter("a").code_point, U'a');
  EXPECT_EQ(FirstCharacter("é").code_point, U'é');
  EXPECT_EQ(FirstCharacter("簾").code_point, U'簾');
  EXPECT_EQ(FirstCharacter("𠮷").code_point, U'𠮷');
  EXPECT_EQ(FirstCharacter("𠮷").length, 4u);
  EXPECT_EQ(CountCharacters("aé簾𠮷"), 4u);
}

struct Malformed {
  const char* what;
  std::string text;
};

TEST(Utf8Test, TakesMalformedBytesOneByOne) {
  const Malformed cases[] = {
      {"lone continuation", "\x80"},          {"never a byte of UTF-8", "\xFF"},
      {"overlong, two bytes", "\xC0\xAF"},    {"overlong, three bytes", "\xE0\x80\xAF"},
      {"overlong, four", "\xF0\x80\x80\xAF"}, {"surrogate", "\xED\xA0\x80"},
      {"above U+10FFFF", "\xF4\x90\x80\x80"}, {"cut off", "\xE7\xB0"},
      {"cut off by another", "\xE7\xB0z"},
  };
  for (const Malformed& one : cases) {
    const Utf8Character character = FirstCharacter(one.text);
    EXPECT_FALSE(character.valid) << one.what;
    EXPECT_EQ(character.length, 1u) << one.what;
    EXPECT_EQ(FindInvalidUtf8("ab" + one.text), 2u) << one.what;
  }
  EXPECT_EQ(FindInvalidUtf8("a簾𠮷\U0010FFFF"), absl::string_view::npos);
}

}  // namespace
}  // namespace sudare
