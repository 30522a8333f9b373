#include "proxy/preview/policy_diff.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/preview/diff_text.h"
#include "tests/policy/policies.h"
#include "tests/support/golden.h"

namespace sudare::preview {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

TEST(PolicyDiffTest, TellsTheEffectTheRiskiestFirst) {
  testing::ExpectGoldenCases("tests/golden/preview/diff.txt", [](const std::string& input) {
    const std::pair<std::string, std::string> texts =
        absl::StrSplit(input, absl::MaxSplits("\n-\n", 1));
    return DiffText(
        ComparePolicies(*testing::PolicyOf(texts.first), *testing::PolicyOf(texts.second)));
  });
}

TEST(PolicyDiffTest, NothingDiffersFromItself) {
  const LoadResult loaded = LoadPolicy("examples/payroll/policy");
  ASSERT_NE(loaded.policy, nullptr);
  EXPECT_THAT(ComparePolicies(*loaded.policy, *loaded.policy).changes(), IsEmpty());
}

constexpr char kWithPassword[] = R"(
classes { name: "k" } tables { name: "a.t" columns { name: "k" class: "k" } }
roles { name: "r" rules { class: "k" allow {} } }
accounts { name: "p" role: "r" kind: PROGRAM certificate { san: "p@x" } password_hash: "$argon2id$v=19$m=65536,t=3,p=1$)";

// A hash is a secret: whoever reads the report could try passwords against it.
TEST(PolicyDiffTest, NoPasswordHashIsShown) {
  const auto with = [](const std::string& hash) {
    return testing::PolicyOf(absl::StrCat(kWithPassword, hash, "\" }"));
  };
  const std::string one = "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const std::string two = "BAAAAAAAAAAAAAAAAAAAAA$BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const std::string shown = DiffText(ComparePolicies(*with(one), *with(two)));
  EXPECT_THAT(shown, ::testing::HasSubstr("a password → another password"));
  EXPECT_THAT(shown, Not(::testing::HasSubstr("argon2")));
}

}  // namespace
}  // namespace sudare::preview
