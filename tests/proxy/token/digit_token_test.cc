// Tokens of digits at the token desk: they need their column and account, and say so of themselves.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/column_tokenizer.h"
#include "policy/evaluator.h"
#include "policy/loader.h"
#include "proxy/error.h"
#include "proxy/token/token_desk.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/proxy/token/token_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using sudare::v1::Detokenization;
using testing::KeyringOf;
using testing::StatusIs;

constexpr char kPolicy[] = R"(
classes { name: "insured" title: "保険者番号" }
classes { name: "number" }
classes { name: "name" }
tables {
  name: "payroll.insured"
  columns { name: "insured_no" class: "insured" }
  columns { name: "serial" class: "number" }
  columns { name: "full_name" class: "name" }
}
roles {
  name: "payroll"
  rules { class: "insured" tokenize { domain: "insured" digits {} } }
  rules { class: "number" tokenize { domain: "serial" scope: ACCOUNT digits {} } }
  rules { class: "name" tokenize { domain: "name" } }
}
roles { name: "personnel" rules { class: "*" allow {} } }
accounts {
  name: "payroll-01" role: "payroll" organization: "vendor" certificate { san: "01@vendor.example" }
  pledge { document: "d" signed: "2020-04-01" expires: "2021-03-31" }
}
accounts { name: "payroll-02" role: "payroll" kind: PROGRAM certificate { san: "02@vendor.example" } }
accounts { name: "personnel-01" role: "personnel" kind: PROGRAM certificate { san: "p@city.example" } }
staff { name: "head" duties: DETOKENIZE certificate { san: "head@city.example" } }
)";

std::shared_ptr<const Policy> DigitPolicy() {
  const LoadResult loaded = LoadPolicyFromSources({{"digits.textproto", kPolicy}});
  for (const Issue& issue : loaded.issues) std::cerr << issue.ToString() << "\n";
  return loaded.policy;
}

class OneTable : public CatalogSource {
 public:
  std::shared_ptr<const CatalogSnapshot> Current() const override { return snapshot_; }
  void Invalidate() override {}
  void GoAway() { snapshot_ = nullptr; }

 private:
  static CatalogColumn Column(const std::string& name, SqlType type) {
    CatalogColumn column;
    column.name = name;
    column.type = {type};
    return column;
  }
  static CatalogRelation Table() {
    CatalogRelation relation;
    relation.schema = "payroll";
    relation.name = "insured";
    relation.columns = {Column("insured_no", SqlType::kText), Column("serial", SqlType::kInt4),
                        Column("full_name", SqlType::kText)};
    return relation;
  }

  std::shared_ptr<const CatalogSnapshot> snapshot_ =
      std::make_shared<CatalogSnapshot>(std::vector<CatalogRelation>{Table()});
};

class DigitTokenTest : public ::testing::Test {
 protected:
  DigitTokenTest() {
    quota_ = std::make_unique<StaffQuota>(sudare::v1::TokenLimits());
    TokenDeskParts parts;
    parts.keyring = keyring_;
    parts.catalog = &catalog_;
    parts.quota = quota_.get();
    parts.audit = &audit_;
    desk_ = std::make_unique<TokenDesk>(std::move(parts));
  }

  // As the proxy shows it to the account.
  std::string Shown(const std::string& account, const std::string& column, SqlType type,
                    const std::string& value) const {
    const Account& who = *policy_->FindAccount(account);
    Account seen = who;
    seen.is_program = true;
    const Decision decision = Decide(*policy_, seen, {"payroll", "insured", column}, {absl::Now()});
    return MakeColumnTokenizer(*keyring_, who, decision.rule->proto.tokenize(), {type})
        ->Tokenize(value);
  }

  absl::StatusOr<sudare::v1::DetokenizeResponse> Ask(const std::string& token,
                                                     const std::string& account,
                                                     const std::string& column,
                                                     uint32_t key_id = 0) {
    sudare::v1::DetokenizeRequest request;
    request.set_token(token);
    request.set_purpose("#7");
    request.set_account(account);
    request.set_column(column);
    request.set_key_id(key_id);
    return desk_->Detokenize(*policy_, {"head", "", "192.0.2.1:1000"}, request);
  }

  const std::shared_ptr<const Policy> policy_ = DigitPolicy();
  const std::shared_ptr<const Keyring> keyring_ = KeyringOf('k');
  OneTable catalog_;
  testing::FakeAuditLog audit_;
  std::unique_ptr<StaffQuota> quota_;
  std::unique_ptr<TokenDesk> desk_;
};

TEST_F(DigitTokenTest, ReadsBackInTheColumnOfTheAccountThatSawIt) {
  const std::string text = Shown("payroll-01", "insured_no", SqlType::kText, "01234567");
  ASSERT_OK_AND_ASSIGN(auto response, Ask(text, "payroll-01", "payroll.insured.insured_no"));
  EXPECT_EQ(response.value(), "01234567");
  EXPECT_TRUE(response.unauthenticated());
  EXPECT_EQ(response.origin().domain(), "insured");
  EXPECT_EQ(response.origin().role(), "payroll");
  EXPECT_EQ(response.origin().classes(0).title(), "保険者番号");
  const Detokenization record = audit_.records().back().detokenization();
  EXPECT_EQ(record.status(), "OK");
  EXPECT_EQ(record.named_account(), "payroll-01");
  EXPECT_EQ(record.token_reference(), response.token_reference());

  const std::string serial = Shown("payroll-01", "serial", SqlType::kInt4, "42");
  ASSERT_OK_AND_ASSIGN(response, Ask(serial, "payroll-01", "payroll.insured.serial", 1));
  EXPECT_EQ(response.value(), "42");
  EXPECT_EQ(response.origin().account(), "payroll-01");
}

TEST_F(DigitTokenTest, WhatIsNoNumberIsAuthenticated) {
  const std::string token = Shown("payroll-01", "insured_no", SqlType::kText, "なし");
  ASSERT_OK_AND_ASSIGN(auto response, Ask(token, "payroll-01", "payroll.insured.insured_no"));
  EXPECT_EQ(response.value(), "なし");
  EXPECT_FALSE(response.unauthenticated());
  EXPECT_THAT(Ask(token + "A", "payroll-01", "payroll.insured.insured_no"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DigitTokenTest, AnotherAccountsTokenReadsBackAsSomethingElse) {
  const std::string token = Shown("payroll-02", "serial", SqlType::kInt4, "42");
  ASSERT_OK_AND_ASSIGN(auto response, Ask(token, "payroll-01", "payroll.insured.serial"));
  EXPECT_NE(response.value(), "42");
  EXPECT_TRUE(response.unauthenticated());
}

TEST_F(DigitTokenTest, SaysWhatIsMissing) {
  const std::string token = Shown("payroll-01", "insured_no", SqlType::kText, "01234567");
  const auto reason_of = [&](const std::string& account, const std::string& column, uint32_t key) {
    return DetailOf(Ask(token, account, column, key).status()).reason();
  };
  EXPECT_EQ(reason_of("payroll-01", "", 0), "NO_TOKEN");
  EXPECT_EQ(reason_of("", "payroll.insured.insured_no", 0), "NO_ACCOUNT");
  EXPECT_EQ(reason_of("nobody", "payroll.insured.insured_no", 0), "UNKNOWN_ACCOUNT");
  for (const char* column : {"insured_no", "insured.insured_no", "payroll.insured.full_name",
                             "payroll.insured.hidden", "payroll.other.insured_no"}) {
    EXPECT_EQ(reason_of("payroll-01", column, 0), "NO_DIGIT_TOKENS") << column;
  }
  EXPECT_EQ(reason_of("personnel-01", "payroll.insured.insured_no", 0), "NO_DIGIT_TOKENS");
  EXPECT_EQ(reason_of("payroll-01", "payroll.insured.insured_no", 9), "NO_TOKEN");
  catalog_.GoAway();
  EXPECT_EQ(reason_of("payroll-01", "payroll.insured.insured_no", 0), "DATABASE_UNAVAILABLE");
  // Each is on record.
  EXPECT_EQ(audit_.records().size(), 11u);
}

}  // namespace
}  // namespace sudare
