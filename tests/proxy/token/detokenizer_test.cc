// Which tokens lead back to a value, and that nothing else does.
#include "proxy/token/detokenizer.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/masker.h"
#include "policy/token.h"
#include "proxy/token/token_family.h"
#include "tests/policy/policies.h"
#include "tests/proxy/token/token_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::ElementsAre;
using testing::KeyringOf;
using testing::TokenOf;
using testing::TokenPolicy;
using ::testing::UnorderedElementsAre;

constexpr char kName[] = "髙橋 一郎";

std::vector<std::string> NamesOf(const std::vector<const Account*>& accounts) {
  std::vector<std::string> names;
  for (const Account* account : accounts) names.push_back(account->name);
  return names;
}

std::vector<std::string> NamesOf(const std::vector<const DataClass*>& classes) {
  std::vector<std::string> names;
  for (const DataClass* data_class : classes) names.push_back(data_class->name);
  return names;
}

class DetokenizerTest : public ::testing::Test {
 protected:
  std::optional<FoundToken> Find(const std::string& token) const {
    return Detokenizer(keyring_).Find(*policy_, windows_, token);
  }
  std::string NameToken() const { return TokenOf(*keyring_, "name", "role:payroll", "nam", kName); }

  const std::shared_ptr<const Policy> policy_ = TokenPolicy();
  std::shared_ptr<const Keyring> keyring_ = KeyringOf('k');
  std::vector<TokenWindow> windows_;
};

TEST_F(DetokenizerTest, KnowsEveryFamilyOnce) {
  std::vector<std::string> families;
  for (const TokenFamily& family : FamiliesOf(*policy_, {})) {
    families.push_back(absl::StrCat(family.scope.domain, " ", family.scope.scope, " ",
                                    family.prefix, " ", family.KindName()));
  }
  EXPECT_THAT(families, UnorderedElementsAre(
                            "name role:payroll nam role", "phone account:payroll-01  account",
                            "phone account:payroll-02  account", "city global city global",
                            "name role:attendance nam role"));
}

TEST_F(DetokenizerTest, FindsATokenOfARole) {
  const auto found = Find(NameToken());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, kName);
  EXPECT_EQ(found->family.Description(), "role `payroll`");
  EXPECT_THAT(NamesOf(HoldersOf(*policy_, found->family)), ElementsAre("payroll-01", "payroll-02"));
  EXPECT_THAT(NamesOf(ClassesOf(*policy_, found->family)), ElementsAre("name", "holder"));
}

TEST_F(DetokenizerTest, FindsATokenOfAnAccountWithoutPrefix) {
  const auto found = Find(TokenOf(*keyring_, "phone", "account:payroll-02", "", "090-1234-5678"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, "090-1234-5678");
  EXPECT_EQ(found->family.Description(), "account `payroll-02`");
  EXPECT_THAT(NamesOf(HoldersOf(*policy_, found->family)), ElementsAre("payroll-02"));
  EXPECT_THAT(NamesOf(ClassesOf(*policy_, found->family)), ElementsAre("phone"));
}

TEST_F(DetokenizerTest, FindsAGlobalTokenAndAllWhoAreShownIt) {
  const auto found = Find(TokenOf(*keyring_, "city", "global", "city", "簾市"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, "簾市");
  EXPECT_EQ(found->family.Description(), "the global domain `city`");
  EXPECT_THAT(NamesOf(HoldersOf(*policy_, found->family)),
              ElementsAre("payroll-01", "payroll-02", "attendance-01"));
}

TEST_F(DetokenizerTest, ReadsTheTokensThatTheLibraryMakes) {
  ASSERT_OK_AND_ASSIGN(const auto masker, Masker::Create(policy_, keyring_, "payroll-02",
                                                         absl::FromUnixSeconds(1'770'000'000)));
  ASSERT_OK_AND_ASSIGN(const auto column,
                       masker->Column("payroll.employees.phone", {SqlType::kText}));
  const Value token = column->Mask("090-1");
  ASSERT_TRUE(token.has_value());
  ASSERT_TRUE(Find(*token).has_value());
  EXPECT_EQ(Find(*token)->value, "090-1");
}

TEST_F(DetokenizerTest, AnEmptyValueIsAValue) {
  const auto found = Find(TokenOf(*keyring_, "city", "global", "city", ""));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, "");
}

TEST_F(DetokenizerTest, NoAlteredTokenOpens) {
  const std::string token = NameToken();
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Find(altered).has_value()) << "byte " << i;
    EXPECT_FALSE(Find(token.substr(0, i)).has_value()) << "the first " << i;
  }
  EXPECT_FALSE(Find(token + "A").has_value());
  EXPECT_FALSE(Find(token + "=").has_value());
  EXPECT_FALSE(Find(" " + token).has_value());
  EXPECT_FALSE(Find(token.substr(4)).has_value()) << "without its prefix";
  EXPECT_FALSE(Find("city_" + token.substr(4)).has_value()) << "with another's prefix";
}

TEST_F(DetokenizerTest, WhatIsNoTokenOpensNothing) {
  for (const std::string& text :
       {std::string(), std::string("nam_"), std::string(kName), std::string("123456789012"),
        std::string("nam_AQAAAQ"), std::string(100'000, 'A'), std::string("nam_\0AAAA", 9)}) {
    EXPECT_FALSE(Find(text).has_value());
  }
}

TEST_F(DetokenizerTest, TokensOfAnotherKeyOrPolicyOpenNothing) {
  EXPECT_FALSE(Find(TokenOf(*KeyringOf('x'), "name", "role:payroll", "nam", kName)).has_value());
  EXPECT_FALSE(Find(TokenOf(*keyring_, "name", "role:gone", "nam", kName)).has_value());
  EXPECT_FALSE(Find(TokenOf(*keyring_, "name", "global", "nam", kName)).has_value());
  EXPECT_FALSE(Find(TokenOf(*keyring_, "phone", "account:gone", "", kName)).has_value());
  // A domain that no rule of the role has.
  EXPECT_FALSE(Find(TokenOf(*keyring_, "phone", "role:payroll", "", kName)).has_value());
}

TEST_F(DetokenizerTest, WithoutAKeyringThereAreNoTokens) {
  EXPECT_FALSE(Detokenizer(nullptr).Find(*policy_, {}, NameToken()).has_value());
}

TEST_F(DetokenizerTest, TokensOfARotatedKeyStillOpen) {
  std::string folder = absl::StrCat(::testing::TempDir(), "/ring.XXXXXX");
  ASSERT_NE(mkdtemp(&folder[0]), nullptr);
  const std::string path = folder + "/keyring";
  ASSERT_THAT(Keyring::Create(path, "secret"), testing::IsOk());
  ASSERT_OK_AND_ASSIGN(keyring_, Keyring::Load(path, "secret"));
  const std::string old_token = NameToken();
  ASSERT_THAT(Keyring::Rotate(path, "secret"), testing::IsOk());
  ASSERT_OK_AND_ASSIGN(keyring_, Keyring::Load(path, "secret"));
  EXPECT_NE(NameToken(), old_token);
  for (const std::string& token : {old_token, NameToken()}) {
    const auto found = Find(token);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->value, kName);
  }
}

// A leaked token names the window it was shown in; those of two windows have nothing in common.
TEST(WindowTokens, NameTheirWindow) {
  const auto policy = testing::PolicyOf(R"(
    classes { name: "name" }
    tables { name: "p.t" columns { name: "n" class: "name" } }
    roles { name: "vendor" requires_window: true
      rules { class: "name" tokenize { domain: "name" scope: WINDOW prefix: "nam" } } }
    accounts { name: "v1" role: "vendor" kind: PROGRAM certificate { san: "1" } }
    accounts { name: "v2" role: "vendor" kind: PROGRAM certificate { san: "2" } })");
  const auto keyring = KeyringOf('k');
  const std::vector<TokenWindow> windows = {{{"W00001", "W00001@100.0", {}}, "vendor", {"v1"}},
                                            {{"W00002", "W00002@200.0", {}}, "vendor", {"v2"}}};
  const std::string first = TokenOf(*keyring, "name", "window:W00001@100.0", "nam", kName);
  const std::string second = TokenOf(*keyring, "name", "window:W00002@200.0", "nam", kName);
  EXPECT_NE(first, second);
  const auto found = Detokenizer(keyring).Find(*policy, windows, second);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, kName);
  EXPECT_EQ(found->family.window, "W00002");
  EXPECT_EQ(found->family.KindName(), "window");
  EXPECT_EQ(found->family.Description(), "window `W00002`");
  EXPECT_THAT(NamesOf(HoldersOf(*policy, found->family)), ElementsAre("v2"));
  EXPECT_THAT(NamesOf(ClassesOf(*policy, found->family)), ElementsAre("name"));
  // Of a window that the state doesn't know: nobody's.
  EXPECT_FALSE(Detokenizer(keyring).Find(*policy, {windows[0]}, second).has_value());
  EXPECT_FALSE(Detokenizer(keyring).Find(*policy, {}, first).has_value());
}

}  // namespace
}  // namespace sudare
