// The messages of single checks are golden files (policy_messages_test); here is what holds across
// policies.
#include "policy/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/evaluator.h"
#include "policy/loader.h"
#include "tests/policy/policies.h"

namespace sudare {
namespace {

using ::sudare::testing::IssuesOf;
using ::testing::HasSubstr;

constexpr char kStart[] = R"(
classes { name: "a" } classes { name: "b" } classes { name: "secret" convertible: false }
tables { name: "s.t" columns { name: "x" class: "a" } columns { name: "y" class: "b" } columns { name: "z" class: "secret" } }
tables { name: "s.u" columns { name: "x" class: "b" } columns { name: "y" class: "secret" } }
accounts { name: "app" role: "r" kind: PROGRAM certificate { san: "a@x" } }
)";

template <size_t kSize>
std::string OneOf(const char* const (&choices)[kSize], std::mt19937* random) {
  return choices[(*random)() % kSize];
}

// One rule a line.
std::string RandomRole(std::mt19937* random) {
  std::string role = "roles { name: \"r\"\n";
  for (int i = 2 + (*random)() % 6; i > 0; --i) {
    std::string selectors = absl::StrCat(
        OneOf({"", "", "class: \"*\"", "class: \"a\"", "class: \"b\"", "class: \"secret\""},
              random),
        " ", OneOf({"", "", "", "table: \"s.t\"", "table: \"s.u\""}, random), " ",
        OneOf({"", "", "", "column: \"s.t.x\"", "column: \"s.t.z\"", "column: \"s.u.y\""}, random));
    if (absl::StripAsciiWhitespace(selectors).empty()) selectors = "class: \"*\"";
    absl::StrAppend(
        &role, "rules { ", selectors, " ",
        OneOf({"allow {}", "hide {}", "redact {}", "partial {}", "presence {}"}, random), " }\n");
  }
  return absl::StrCat(role, "}\n");
}

bool Shows(MaskKind kind) { return kind == MaskKind::kAllow || kind == MaskKind::kPartial; }

// The rule order is checked by look-ups, Decide() walks the rules: both must see the same winners.
TEST(ValidatorTest, WhatItSaysOfTheOrderOfRulesIsWhatDecideDoes) {
  std::mt19937 random(3);
  int refused = 0;
  int idle = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string role = RandomRole(&random);
    const LoadResult result = LoadPolicyFromSources({{"p", absl::StrCat(kStart, role)}});
    // A policy that fails only for what it would show of `secret` compiles with that class made
    // convertible.
    std::string convertible = kStart;
    convertible.replace(convertible.find("convertible: false"), 18, "");
    const auto policy = testing::PolicyOf(absl::StrCat(convertible, role));
    std::set<int> deciding;
    std::set<int> forbidden;
    for (const PolicyTable& table : policy->tables()) {
      for (const PolicyColumn& column : table.columns) {
        const Decision decision = Decide(*policy, *policy->FindAccount("app"),
                                         {table.schema, table.name, column.name}, {absl::Now()});
        if (decision.rule == nullptr) continue;
        deciding.insert(decision.rule->place.line);
        if (column.data_class->name == "secret" && Shows(decision.kind)) {
          forbidden.insert(decision.rule->place.line);
        }
      }
    }
    std::set<int> expected_idle;
    for (const Rule& rule : policy->FindRole("r")->rules) {
      if (!deciding.count(rule.place.line)) expected_idle.insert(rule.place.line);
    }
    std::set<int> reported_idle;
    std::set<int> reported_forbidden;
    for (const Issue& issue : result.issues) {
      const bool warning = issue.severity == Issue::Severity::kWarning;
      (warning ? reported_idle : reported_forbidden).insert(issue.place.line);
    }
    EXPECT_EQ(reported_idle, expected_idle) << role;
    EXPECT_EQ(reported_forbidden, forbidden) << role;
    EXPECT_EQ(result.policy == nullptr, !forbidden.empty()) << role;
    refused += !forbidden.empty();
    idle += !expected_idle.empty();
  }
  // The random roles were worth the time.
  EXPECT_GT(refused, 50);
  EXPECT_GT(idle, 50);
}

TEST(ValidatorTest, ALargePolicyIsCheckedInTime) {
  std::string text = "classes { name: \"a\" }\n";
  for (int table = 0; table < 300; ++table) {
    absl::StrAppend(&text, "tables { name: \"s.t", table, "\"\n");
    for (int column = 0; column < 20; ++column) {
      absl::StrAppend(&text, "columns { name: \"c", column, "\" class: \"a\" }\n");
    }
    absl::StrAppend(&text, "}\n");
  }
  for (int role = 0; role < 20; ++role) {
    absl::StrAppend(&text, "roles { name: \"r", role, "\" rules { class: \"*\" hide {} } }\n");
  }
  const absl::Time start = absl::Now();
  EXPECT_EQ(IssuesOf(text), "");
  EXPECT_LT(absl::Now() - start, absl::Seconds(50));
}

TEST(ValidatorTest, TooManyDecisionsAreRefusedInsteadOfCounted) {
  std::string text = "classes { name: \"a\" } tables { name: \"s.t\"\n";
  for (int column = 0; column < 30000; ++column) {
    absl::StrAppend(&text, "columns { name: \"c", column, "\" class: \"a\" }\n");
  }
  absl::StrAppend(&text, "}\n");
  for (int role = 0; role < 1000; ++role) {
    absl::StrAppend(&text, "roles { name: \"r", role, "\" rules { class: \"*\" hide {} } }\n");
  }
  EXPECT_THAT(IssuesOf(text), HasSubstr("too large"));
}

// Who may look up tokens must be told apart from who may only see them.
TEST(ValidatorTest, ACertificateOpensAnAccountOrADutyNeverBoth) {
  EXPECT_THAT(IssuesOf(absl::StrCat(kStart, R"(
roles { name: "r" rules { class: "*" hide {} } }
staff { name: "app" duties: AUDIT certificate { san: "a@x" } }
)")),
              HasSubstr("certificate `a@x` belongs to account `app` already"));
}

// Each parameter that MakeMask refuses must be refused before the first query, whoever finds it.
TEST(ValidatorTest, WhatTheMaskItselfRefusesIsAnIssueOfTheRule) {
  EXPECT_THAT(IssuesOf(absl::StrCat(kStart, R"(
roles { name: "r" rules { class: "a" partial { keep_first: 4000000000 } } }
)")),
              HasSubstr("p.textproto:7:38: error: "));
}

}  // namespace
}  // namespace sudare
