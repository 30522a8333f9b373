#include "proxy/preview/policy_diff.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
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

// Fields of a policy that change nothing by effect, or whose effect is compared as that of another
// message (rules and masks as what accounts see). Every other one must make a difference: whoever
// adds a field decides here, and compares it.
TEST(PolicyDiffTest, EveryFieldOfAPolicyIsComparedOrSaidToHaveNoEffect) {
  const std::map<std::string, std::set<std::string>> compared = {
      {"Policy", {"classes", "tables", "roles", "accounts", "staff", "functions", "organizations"}},
      {"DataClass", {"name", "convertible"}},
      {"Table", {"name", "columns"}},
      {"Column", {"name", "class", "person"}},
      {"Role",
       {"name", "rules", "row_filters", "limits", "database_role", "requires_window",
        "exclusive_with", "window_idle", "budgets"}},
      {"Budgets", {"rows_per_day", "persons_per_window", "persons_per_day"}},
      {"Account",
       {"name", "role", "organization", "certificate", "password_hash", "pledge", "kind"}},
      {"Organization",
       {"name", "security_report", "report_months", "overdue_report", "expired_pledge"}},
      {"SecurityReport", {"date"}},
      {"Staff", {"name", "duties", "certificate"}},
      {"AllowedFunction", {"name"}},
  };
  const std::map<std::string, std::set<std::string>> without_effect = {
      {"DataClass", {"title"}}, {"Table", {"title"}},
      {"Column", {"title"}},    {"Role", {"title"}},
      {"Account", {"person"}},  {"SecurityReport", {"document"}},
      {"Staff", {"title"}},     {"AllowedFunction", {"comment"}},
  };
  for (const auto& [name, fields] : compared) {
    const auto* const message =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName("sudare.v1." +
                                                                                  name);
    ASSERT_NE(message, nullptr) << name;
    std::set<std::string> known = fields;
    if (const auto more = without_effect.find(name); more != without_effect.end()) {
      known.insert(more->second.begin(), more->second.end());
    }
    std::set<std::string> all;
    for (int i = 0; i < message->field_count(); ++i) all.insert(message->field(i)->name());
    EXPECT_EQ(all, known) << name;
  }
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
