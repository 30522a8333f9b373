// The codes of findings, which programs rely on: docs/policy_check.md lists them.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/support/golden.h"

namespace sudare {
namespace {

using ::testing::Contains;

constexpr char kSound[] =
    "classes { name: 'pay' } classes { name: 'number' convertible: false }\n"
    "tables { name: 'p.t' columns { name: 'a' class: 'pay' } "
    "columns { name: 'n' class: 'number' } }\n";

struct Finding {
  const char* code;
  // Beside kSound.
  std::string policy;
};

std::string RoleOf(const std::string& content) {
  return absl::StrCat("roles { name: 'r' database_role: 'r' ", content, " }");
}

std::vector<Finding> Findings() {
  const std::string all = "rules { class: 'pay' allow {} }";
  const std::string account = "accounts { name: 'v' role: 'r' kind: PROGRAM ";
  return {
      {"syntax", "roles { nam: 'r' }"},
      {"unknown-name", RoleOf("rules { class: 'pya' allow {} }")},
      {"unknown-name", RoleOf("rules { column: 'p.t.b' allow {} }")},
      {"unknown-name", "accounts { name: 'v' role: 'nobody' kind: PROGRAM }"},
      {"unknown-name", "tables { name: 'p.u' columns { name: 'a' class: 'pya' } }"},
      {"bad-name", "tables { name: 'u' }"},
      {"bad-name", "classes { name: 'Pay' }"},
      {"duplicate", "classes { name: 'pay' }"},
      {"incomplete", RoleOf("rules { class: 'pay' }")},
      {"bad-mask", RoleOf("rules { class: 'pay' generalize {} }")},
      {"bad-limit", RoleOf(all + " limits { statement_timeout { seconds: -1 } }")},
      {"bad-value", account + "certificate { san: 'a' sha256: 'x' } }"},
      {"bad-text", RoleOf(all + " title: '\\377'")},
      {"dead-rule",
       "classes { name: 'idle' } " + RoleOf(all + " rules { class: 'idle' allow {} }")},
      {"shadowed-rule", RoleOf(all + " rules { column: 'p.t.a' redact {} }")},
      {"unconvertible-shown", RoleOf("rules { class: '*' allow {} }")},
      {"token-domain",
       RoleOf("rules { class: 'pay' tokenize { domain: 'd' } } rules { table: 'p.t' "
              "class: 'pay' tokenize { domain: 'd' scope: GLOBAL } }")},
      {"exclusive-with-itself", RoleOf(all + " exclusive_with: 'r'")},
      {"unknown-name", RoleOf(all + " exclusive_with: 'office'")},
      {"bad-limit", RoleOf(all + " window_idle { seconds: 0 }")},
      {"bad-limit", RoleOf(all + " window_idle { seconds: 90000 }")},
      {"token-scope", RoleOf("rules { class: 'pay' tokenize { domain: 'd' scope: WINDOW } }")},
      {"no-rules", RoleOf("")},
      {"unexplained-function", "functions { name: 'p.f' }"},
      {"shared-certificate", RoleOf(all) + account +
                                 "certificate { san: 'a' } } accounts { name: 'w' "
                                 "role: 'r' kind: PROGRAM certificate { san: "
                                 "'a' } }"},
      {"idle-budget", RoleOf(all + " budgets { persons_per_window: 5 }") +
                          " tables { name: 'p.u' columns { name: 'a' class: 'pay' person: 'x' } }"},
      {"persons-not-numbered", RoleOf(all + " budgets { persons_per_day: 5 }")},
      {"bad-limit", RoleOf(all + " budgets { persons_per_day: 1000000 }")},
      {"bad-name", "tables { name: 'p.u' columns { name: 'a' class: 'pay' person: 'X y' } }"},
      {"unknown-organization",
       "organizations { name: 'v' } " + RoleOf(all) + account + " organization: 'w' }"},
      {"bad-value", "organizations { name: 'v' security_report { date: '2026-13-01' } }"},
      {"bad-limit", "organizations { name: 'v' report_months: 1000 }"},
      {"no-login", RoleOf(all) + account + "}"},
      {"no-pledge", RoleOf(all) + "accounts { name: 'v' role: 'r' certificate { san: 'a' } }"},
      {"no-duty", "staff { name: 's' }"},
  };
}

TEST(IssueCodes, EveryKindOfFindingHasItsCode) {
  for (const Finding& finding : Findings()) {
    std::vector<std::string> codes;
    for (const Issue& issue : LoadPolicyFromSources({{"p", kSound + finding.policy}}).issues) {
      codes.push_back(issue.code);
    }
    EXPECT_THAT(codes, Contains(finding.code)) << finding.policy;
  }
  const LoadResult empty = LoadPolicyFromSources({{"p", ""}});
  ASSERT_EQ(empty.issues.size(), 1u);
  EXPECT_EQ(empty.issues[0].code, "empty-policy");
  const LoadResult missing = LoadPolicy("/no/where");
  ASSERT_FALSE(missing.issues.empty());
  EXPECT_EQ(missing.issues[0].code, "unreadable-file");
}

TEST(IssueCodes, EveryCodeIsDocumented) {
  const std::string page = testing::ReadTestFile("docs/policy_check.md");
  for (const Finding& finding : Findings()) {
    EXPECT_TRUE(absl::StrContains(page, absl::StrCat("`", finding.code, "`"))) << finding.code;
  }
}

}  // namespace
}  // namespace sudare
