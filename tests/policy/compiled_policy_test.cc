#include "policy/compiled_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "policy/loader.h"
#include "tests/policy/policies.h"

namespace sudare {
namespace {

using ::sudare::testing::PolicyOf;
using ::testing::ElementsAre;

constexpr char kClasses[] = R"(
classes { name: "pay" title: "給与" }
classes { name: "name" }
)";
constexpr char kTables[] = R"(
tables { name: "payroll.t" columns { name: "a" class: "pay" title: "額" } columns { name: "b" class: "name" } }
)";
constexpr char kRest[] = R"(
roles {
  name: "r" title: "保守" database_role: "sudare_r" requires_window: true
  rules { class: "pay" allow {} } rules { class: "name" hide {} }
  row_filters { table: "payroll.t" where: "a > 0" } row_filters { table: "payroll.t" where: "a < 9" }
  limits { rows_per_query: 7 }
}
accounts {
  name: "app" role: "r" kind: PROGRAM organization: "city" password_hash: "$argon2id$x"
  certificate { san: "app@x" sha256: "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789" }
}
staff { name: "head" duties: [ APPROVE, CONNECT ] certificate { san: "h@x" } }
functions { name: "public.f" comment: "pure" }
)";

TEST(CompiledPolicyTest, FindsWhatTheFilesSay) {
  const auto policy = PolicyOf(absl::StrCat(kClasses, kTables, kRest));
  const PolicyTable* table = policy->FindTable("payroll", "t");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->place.ToString(), "p.textproto:5");
  ASSERT_NE(table->FindColumn("a"), nullptr);
  EXPECT_EQ(table->FindColumn("a")->data_class, policy->FindClass("pay"));
  EXPECT_EQ(table->FindColumn("a")->title, "額");
  EXPECT_EQ(table->FindColumn("c"), nullptr);

  const Account* account = policy->FindAccount("app");
  ASSERT_NE(account, nullptr);
  EXPECT_EQ(account->role, policy->FindRole("r"));
  EXPECT_TRUE(account->is_program);
  EXPECT_EQ(account->certificates[0].sha256().substr(0, 8), "abcdef01");

  const Role& role = *account->role;
  EXPECT_EQ(role.row_filters.at("payroll.t").size(), 2u);
  EXPECT_EQ(role.limits.rows_per_query(), 7u);
  EXPECT_EQ(role.database_role, "sudare_r");
  EXPECT_TRUE(role.requires_window);
  EXPECT_EQ(role.rules[1].place.line, 9);

  ASSERT_EQ(policy->staff().size(), 1u);
  EXPECT_EQ(policy->staff()[0].duties.size(), 2u);
  EXPECT_EQ(policy->functions(), std::vector<std::string>{"public.f"});
  EXPECT_EQ(policy->FindAccount("nobody"), nullptr);
  EXPECT_EQ(policy->FindTable("payroll", "x"), nullptr);
}

TEST(CompiledPolicyTest, TheHashIsTheSameForAnotherLayout) {
  const std::string hash = PolicyOf(absl::StrCat(kClasses, kTables, kRest))->hash();
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(PolicyOf(absl::StrCat("# comment\n", kRest, "\n\n", kTables, kClasses))->hash(), hash);
  const LoadResult files = LoadPolicyFromSources({{"a", kRest}, {"b", kTables}, {"c", kClasses}});
  ASSERT_NE(files.policy, nullptr);
  EXPECT_EQ(files.policy->hash(), hash);
}

TEST(CompiledPolicyTest, TheHashIsAnotherForAnotherOrderOfRules) {
  const std::string roles = "roles { name: \"r\" ";
  const std::string pay = "rules { class: \"pay\" allow {} } ";
  const std::string name = "rules { class: \"name\" hide {} } ";
  const std::string start = absl::StrCat(kClasses, kTables, roles);
  EXPECT_NE(PolicyOf(absl::StrCat(start, pay, name, "}"))->hash(),
            PolicyOf(absl::StrCat(start, name, pay, "}"))->hash());
}

TEST(CompiledPolicy, AnExclusionHoldsForBothSidesWhicheverSaysSo) {
  const LoadResult loaded = LoadPolicyFromSources({{"p", R"(
    classes { name: "pay" }
    roles { name: "payroll" exclusive_with: "office" window_idle { seconds: 90 } rules { class: "pay" allow {} } }
    roles { name: "office" rules { class: "pay" allow {} } }
    roles { name: "attendance" exclusive_with: "office" exclusive_with: "payroll" rules { class: "pay" allow {} } }
    accounts { name: "v" role: "payroll" person: "山田 太郎" kind: PROGRAM })"}});
  ASSERT_NE(loaded.policy, nullptr);
  const Role& payroll = *loaded.policy->FindRole("payroll");
  EXPECT_THAT(payroll.exclusive_with, ElementsAre("attendance", "office"));
  EXPECT_EQ(payroll.window_idle, absl::Seconds(90));
  const Role& office = *loaded.policy->FindRole("office");
  EXPECT_THAT(office.exclusive_with, ElementsAre("attendance", "payroll"));
  EXPECT_EQ(office.window_idle, absl::Minutes(30));
  EXPECT_EQ(loaded.policy->FindAccount("v")->person, "山田 太郎");
}

}  // namespace
}  // namespace sudare
