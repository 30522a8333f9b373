// What authors of policies read when something is wrong, held against reviewed texts in
// tests/golden/policy.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "policy/loader.h"
#include "tests/support/golden.h"

namespace sudare {
namespace {

class PolicyMessagesTest : public ::testing::TestWithParam<const char*> {};

TEST_P(PolicyMessagesTest, AreAsReviewed) {
  const std::string stem = absl::StrCat("tests/golden/policy/", GetParam());
  const LoadResult result =
      LoadPolicyFromSources({{absl::StrCat(GetParam(), ".textproto"),
                              testing::ReadTestFile(absl::StrCat(stem, ".textproto"))}});
  std::string shown;
  for (const Issue& issue : result.issues) absl::StrAppend(&shown, issue.ToString(), "\n");
  absl::StrAppend(&shown, result.policy ? "valid\n" : "not valid\n");
  testing::ExpectGoldenFile(absl::StrCat(stem, ".expected"), shown);
}

INSTANTIATE_TEST_SUITE_P(Golden, PolicyMessagesTest,
                         ::testing::Values("accounts", "convertible", "digits", "masks", "names",
                                           "syntax", "valid"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace sudare
