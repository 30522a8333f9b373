// The tables of words: complete in both languages, documented, and each code with a test that meets
// it.
#include "proxy/doctor/words.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/utf8.h"
#include "tests/support/golden.h"

namespace sudare::doctor {
namespace {

using ::testing::HasSubstr;

template <typename Check>
void ForEach(Check check) {
  for (const TopicWords& topic : AllWords()) {
    for (const Words& words : topic.words) check(words);
  }
}

bool HasJapanese(absl::string_view text) {
  for (; !text.empty(); text.remove_prefix(FirstCharacter(text).length)) {
    const char32_t c = FirstCharacter(text).code_point;
    if (c >= 0x3040 && c <= 0x9fff) return true;
  }
  return false;
}

// The highest $n in a sentence; -1: none.
int MostFacts(const Sentences& sentences) {
  int most = -1;
  for (const absl::string_view text : {sentences.what, sentences.why, sentences.next}) {
    for (int i = 0; i < 10; ++i) {
      if (absl::StrContains(text, absl::StrCat("$", i))) most = std::max(most, i);
    }
  }
  return most;
}

TEST(Words, EveryCodeStandsOnce) {
  std::set<std::string> codes;
  ForEach([&](const Words& words) { EXPECT_TRUE(codes.insert(words.code).second) << words.code; });
  EXPECT_GT(codes.size(), 80u);
}

TEST(Words, WhatIsWrongIsToldWithItsReasonAndWhatToDo) {
  ForEach([](const Words& words) {
    for (const Sentences& sentences : {words.english, words.japanese}) {
      EXPECT_STRNE(sentences.what, "") << words.code;
      if (words.state != State::kWarning && words.state != State::kError) continue;
      EXPECT_STRNE(sentences.why, "") << words.code;
      EXPECT_STRNE(sentences.next, "") << words.code;
    }
  });
}

TEST(Words, BothLanguagesSayTheSame) {
  ForEach([](const Words& words) {
    EXPECT_STREQ(*words.english.why == '\0' ? "" : "x", *words.japanese.why == '\0' ? "" : "x")
        << words.code;
    EXPECT_EQ(*words.english.next == '\0', *words.japanese.next == '\0') << words.code;
    EXPECT_EQ(MostFacts(words.english), MostFacts(words.japanese)) << words.code;
    if (!absl::StartsWith(words.japanese.what, "$")) {
      EXPECT_TRUE(HasJapanese(words.japanese.what)) << words.code;
    }
    if (*words.japanese.why != '\0') {
      EXPECT_TRUE(HasJapanese(words.japanese.why)) << words.code;
    }
    EXPECT_FALSE(HasJapanese(words.english.why)) << words.code;
  });
}

TEST(Words, AreFilledWithFactsInOneGo) {
  const Finding finding{"connections-few", "", {"$4", "b", "c", "d", "e"}};
  EXPECT_THAT(Tell(finding, Language::kEnglish).what, HasSubstr("$4 sessions (b database roles"));
  EXPECT_THAT(Tell({"disk-not-checked", "", {kNoDatabase}}, Language::kJapanese).what,
              HasSubstr("データベースに接続できません"));
}

TEST(Words, EveryCodeIsDocumented) {
  const std::string page = testing::ReadTestFile("docs/doctor.md");
  ForEach([&](const Words& words) {
    EXPECT_THAT(page, HasSubstr(absl::StrCat("`", words.code, "`")));
  });
}

TEST(Words, EveryCodeIsMetByATest) {
  std::string tests;
  for (const char* file :
       {"audit_check_test", "database_check_test", "door_check_test", "examination_test",
        "file_check_test", "host_check_test", "policy_check_test", "privilege_check_test",
        "proxy_check_test", "tls_check_test"}) {
    tests += testing::ReadTestFile(absl::StrCat("tests/proxy/doctor/", file, ".cc"));
  }
  ForEach([&](const Words& words) {
    EXPECT_THAT(tests, HasSubstr(absl::StrCat("\"", words.code, "\"")));
  });
}

}  // namespace
}  // namespace sudare::doctor
