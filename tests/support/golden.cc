#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::testing {
namespace {

constexpr absl::string_view kOutput = "--";
constexpr absl::string_view kEnd = "==";

bool Recording() { return std::getenv("SUDARE_RECORD_GOLDEN") != nullptr; }

std::string WithoutLastLineBreak(std::string text) {
  return std::string(absl::StripSuffix(text, "\n"));
}

// `bazel run` tells where the files of the repository are; a sandboxed test may not write there.
void Record(const std::string& path, const std::string& text) {
  const char* root = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (root == nullptr) {
    ADD_FAILURE() << "SUDARE_RECORD_GOLDEN needs `bazel run`, not `bazel test`";
    return;
  }
  std::ofstream file(absl::StrCat(root, "/", path), std::ios::binary);
  file << text;
  file.close();
  EXPECT_TRUE(file) << "cannot write " << path;
}

}  // namespace

absl::StatusOr<std::vector<GoldenCase>> ParseGoldenCases(absl::string_view text) {
  enum { kComment, kInputPart, kExpectedPart } part = kComment;
  std::vector<GoldenCase> cases;
  GoldenCase current;
  int line_number = 0;
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    ++line_number;
    if (part == kComment && (absl::StartsWith(line, "#") || line.empty())) {
      absl::StrAppend(&current.comment, line, "\n");
      continue;
    }
    if (part == kComment) {
      part = kInputPart;
      current.line = line_number;
    }
    if (part == kInputPart && line == kOutput) {
      part = kExpectedPart;
    } else if (part == kExpectedPart && line == kEnd) {
      current.input = WithoutLastLineBreak(std::move(current.input));
      current.expected = WithoutLastLineBreak(std::move(current.expected));
      cases.push_back(std::exchange(current, GoldenCase()));
      part = kComment;
    } else {
      absl::StrAppend(part == kInputPart ? &current.input : &current.expected, line, "\n");
    }
  }
  if (part != kComment) {
    return absl::InvalidArgumentError(
        absl::StrCat("the case at line ", current.line, " has no line `",
                     part == kInputPart ? kOutput : kEnd, "` after it"));
  }
  return cases;
}

std::string FormatGoldenCases(const std::vector<GoldenCase>& cases) {
  std::string text;
  for (const GoldenCase& one : cases) {
    absl::StrAppend(&text, one.comment, one.input, "\n", kOutput, "\n", one.expected,
                    one.expected.empty() ? "" : "\n", kEnd, "\n");
  }
  return text;
}

void ExpectGoldenCases(const std::string& path,
                       const std::function<std::string(const std::string& input)>& produce) {
  absl::StatusOr<std::vector<GoldenCase>> cases = ParseGoldenCases(ReadTestFile(path));
  ASSERT_TRUE(cases.ok()) << path << ": " << cases.status();
  ASSERT_FALSE(cases->empty()) << path << " has no cases";
  for (GoldenCase& one : *cases) {
    const std::string actual = WithoutLastLineBreak(produce(one.input));
    if (Recording()) {
      one.expected = actual;
    } else {
      EXPECT_EQ(one.expected, actual) << "case at " << path << ":" << one.line;
    }
  }
  if (Recording()) Record(path, FormatGoldenCases(*cases));
}

void ExpectGoldenFile(const std::string& path, const std::string& actual) {
  if (Recording()) {
    Record(path, actual);
  } else {
    EXPECT_EQ(ReadTestFile(path), actual) << "expected text is in " << path;
  }
}

void ExpectGoldenSection(const std::string& path, const std::string& name,
                         const std::string& actual) {
  const std::string begin = absl::StrCat("<!-- begin ", name, " -->\n");
  const std::string end = absl::StrCat("<!-- end ", name, " -->\n");
  // Recording, other sections may have been recorded since the test was built.
  const char* root = Recording() ? std::getenv("BUILD_WORKSPACE_DIRECTORY") : nullptr;
  const std::string text = ReadTestFile(root == nullptr ? path : absl::StrCat(root, "/", path));
  const size_t from = text.find(begin);
  const size_t to = text.find(end);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to)
      << path << " has no section " << name;
  const size_t start = from + begin.size();
  if (Recording()) {
    Record(path, absl::StrCat(text.substr(0, start), actual, text.substr(to)));
  } else {
    EXPECT_EQ(text.substr(start, to - start), actual)
        << "expected text is in " << path << ", section " << name;
  }
}

std::string ReadTestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << "cannot read " << path << "; is it in `data` of the test?";
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace sudare::testing
