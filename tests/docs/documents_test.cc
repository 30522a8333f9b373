// Documents lead where they say, and show code that is in the repository as it stands there.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/docs/markdown.h"
#include "tests/docs/source_tree.h"

namespace sudare::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What is wrong with a link; empty if nothing.
std::string WhatIsWrong(const Document& from, const std::string& target,
                        const std::map<std::string, const Document*>& documents) {
  if (absl::StrContains(target, "://") || absl::StartsWith(target, "mailto:")) return "";
  const std::vector<std::string> parts = absl::StrSplit(target, absl::MaxSplits('#', 1));
  const std::filesystem::path folder = std::filesystem::path(from.path).parent_path();
  std::string path = parts[0].empty() ? from.path : (folder / parts[0]).lexically_normal().string();
  if (absl::EndsWith(path, "/")) path.pop_back();
  const auto found = documents.find(path);
  if (absl::StartsWith(path, "..") ||
      (found == documents.end() &&
       !std::filesystem::exists(absl::StrCat(SourceTree(), "/", path)))) {
    return "leads nowhere";
  }
  if (parts.size() < 2) return "";
  if (found == documents.end()) return "names a heading of what is no document";
  return found->second->anchors.count(parts[1]) > 0 ? "" : "names a heading that isn't there";
}

std::vector<std::string> BrokenLinks(const std::vector<Document>& documents) {
  std::map<std::string, const Document*> by_path;
  for (const Document& document : documents) by_path[document.path] = &document;
  std::vector<std::string> broken;
  for (const Document& document : documents) {
    for (const Link& link : document.links) {
      const std::string wrong = WhatIsWrong(document, link.target, by_path);
      if (wrong.empty()) continue;
      broken.push_back(absl::StrCat(document.path, ":", link.line, ": ", link.target, " ", wrong));
    }
  }
  return broken;
}

TEST(DocumentsTest, EveryRelativeLinkAndAnchorResolves) {
  const std::vector<Document>& documents = AllDocuments();
  ASSERT_THAT(documents, SizeIs(::testing::Ge(40u)));
  EXPECT_THAT(BrokenLinks(documents), IsEmpty());
}

TEST(DocumentsTest, BrokenLinksAreFound) {
  const std::vector<Document> documents = {
      ParseMarkdown("docs/a.md",
                    "# A\n## B, and `c`\n[x](#b-and-c) [x](#b) [x](../README.md)\n"
                    "[x](nowhere.md) `[x](code.md)` [x](b.md#b-1) [x](b.md#b-2)\n"
                    "```\n[x](block.md)\n```\n[x](../../out.md) [x](https://city.example/)\n"),
      ParseMarkdown("docs/b.md", "# B\n# B\n")};
  EXPECT_THAT(BrokenLinks(documents),
              ElementsAre("docs/a.md:3: #b names a heading that isn't there",
                          "docs/a.md:4: nowhere.md leads nowhere",
                          "docs/a.md:4: b.md#b-2 names a heading that isn't there",
                          "docs/a.md:8: ../../out.md leads nowhere"));
}

TEST(DocumentsTest, EveryPageOfTheHandbookIsInItsIndex) {
  const Document index = ReadDocument("docs/README.md");
  std::set<std::string> linked;
  for (const Link& link : index.links) linked.insert(link.target);
  for (const Document& document : AllDocuments()) {
    const std::vector<std::string> parts = absl::StrSplit(document.path, '/');
    if (parts.size() != 2 || parts[0] != "docs" || parts[1] == "README.md") continue;
    EXPECT_THAT(linked, Contains(parts[1])) << "docs/README.md doesn't lead to " << document.path;
  }
}

TEST(DocumentsTest, TestsThatThreatsNameAreThere) {
  const Document model = ReadDocument("docs/threat_model.md");
  int tests = 0;
  for (const Link& link : model.links) {
    absl::string_view path = link.target;
    if (!absl::ConsumePrefix(&path, "../tests/") || !absl::EndsWith(path, "_test.cc")) continue;
    const std::string source = ReadSource(absl::StrCat("tests/", path));
    const bool is_file = absl::StrContains(path, absl::StrCat("/", link.text, ".cc")) ||
                         absl::StartsWith(path, absl::StrCat(link.text, ".cc"));
    EXPECT_TRUE(is_file || absl::StrContains(source, absl::StrCat(", ", link.text, ")")))
        << model.path << ":" << link.line << ": no test " << link.text << " in " << link.target;
    ++tests;
  }
  EXPECT_GT(tests, 30);
}

// Every requirement of the city has its row.
TEST(DocumentsTest, ThreatModelAnswersEachRequirement) {
  const std::string text = ReadSource("docs/threat_model.md");
  for (int i = 1; i <= 38; ++i) {
    EXPECT_TRUE(absl::StrContains(text, absl::StrFormat("\n| R%02d | ", i))) << i;
  }
}

// Lines without what all of them are indented by, so that a part of a function can be shown.
std::string WithoutIndent(absl::string_view text) {
  size_t indent = absl::string_view::npos;
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (const absl::string_view line : lines) {
    indent = std::min(indent, line.find_first_not_of(' '));
  }
  std::string result;
  for (const absl::string_view line : lines) {
    absl::StrAppend(&result, line.empty() ? line : line.substr(indent), "\n");
  }
  return result;
}

bool IsExcerpt(absl::string_view block, absl::string_view file) {
  const std::vector<absl::string_view> shown = absl::StrSplit(absl::StripSuffix(block, "\n"), '\n');
  const std::vector<absl::string_view> lines = absl::StrSplit(file, '\n');
  for (size_t at = 0; at + shown.size() <= lines.size(); ++at) {
    const std::vector<absl::string_view> part(lines.begin() + at,
                                              lines.begin() + at + shown.size());
    if (WithoutIndent(absl::StrJoin(part, "\n")) == WithoutIndent(absl::StrJoin(shown, "\n"))) {
      return true;
    }
  }
  return false;
}

TEST(DocumentsTest, CodeShownIsAnExcerptOfAFileThatTestsBuild) {
  EXPECT_TRUE(IsExcerpt("a {\n  b\n", "x\n  a {\n    b\n  }\n"));
  EXPECT_FALSE(IsExcerpt("a {\n b\n", "x\n  a {\n    b\n  }\n"));
  int excerpts = 0;
  for (const Document& document : AllDocuments()) {
    for (const FencedBlock& block : document.blocks) {
      if (!block.Is("cpp") && !block.Is("cmake") && !block.Is("proto")) continue;
      const std::string from = block.Value("from");
      ASSERT_NE(from, "") << document.path << ":" << block.line << ": code without from=FILE";
      EXPECT_TRUE(IsExcerpt(block.text, ReadSource(from)))
          << document.path << ":" << block.line << ": not as in " << from;
      ++excerpts;
    }
  }
  EXPECT_GT(excerpts, 3);
}

// Of "the database role … does not exist" the parts between what changes, as they stand in the
// source: a message may be put together there, so that only parts of some length count.
std::vector<std::string> FixedParts(const std::string& message) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(message, "…")) {
    if (absl::StripAsciiWhitespace(part).size() >= 12) {
      parts.push_back(std::string(absl::StripAsciiWhitespace(part)));
    }
  }
  return parts;
}

// All C++ of the product, with texts that stand in several pieces put together.
std::string ProductSource() {
  std::string source;
  for (const char* room : {"policy", "proxy"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(absl::StrCat(SourceTree(), "/", room))) {
      if (entry.path().extension() != ".cc") continue;
      const std::string path = std::filesystem::relative(entry.path(), SourceTree()).string();
      absl::StrAppend(&source, ReadSource(path));
    }
  }
  std::string joined;
  for (size_t at = 0; at < source.size();) {
    const size_t next = source.find_first_not_of(" \n", at + 1);
    const bool is_seam = source[at] == '"' && next != std::string::npos && source[next] == '"' &&
                         source.find('\n', at) < next;
    if (is_seam) {
      at = next + 1;
    } else {
      joined.push_back(source[at++]);
    }
  }
  return joined;
}

TEST(DocumentsTest, MessagesThatGuidesExplainAreTheProductsOwn) {
  const std::string source = ProductSource();
  int messages = 0;
  for (const char* path : {"docs/admins_guide.md", "docs/vendors_guide.md"}) {
    bool in_table = false;
    for (const ProseLine& line : ReadDocument(path).prose) {
      if (absl::StartsWith(line.text, "| message ")) in_table = true;
      if (!absl::StartsWith(line.text, "|")) in_table = false;
      if (!in_table || !absl::StartsWith(line.text, "| `")) continue;
      for (const std::string& part : FixedParts(FirstCode(line.text))) {
        EXPECT_TRUE(absl::StrContains(source, part)) << path << ":" << line.line << ": " << part;
        ++messages;
      }
    }
  }
  EXPECT_GT(messages, 10);
}

// A fence of another kind would hide its content from every test. "sh" is for what tests can't run.
TEST(DocumentsTest, FencesAreOfKnownKinds) {
  const std::set<std::string> kinds = {"console", "sh",    "sql",   "text", "textproto",
                                       "cpp",     "cmake", "proto", "conf"};
  for (const Document& document : AllDocuments()) {
    if (!absl::StartsWith(document.path, "docs/")) continue;
    for (const FencedBlock& block : document.blocks) {
      ASSERT_FALSE(block.words.empty()) << document.path << ":" << block.line;
      EXPECT_THAT(kinds, Contains(block.words[0])) << document.path << ":" << block.line;
    }
  }
}

}  // namespace
}  // namespace sudare::testing
