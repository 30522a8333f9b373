#include "policy/masker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "policy/token.h"
#include "tests/policy/policies.h"

namespace sudare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;
using ::testing::StartsWith;

constexpr char kPolicy[] = R"(
classes { name: "personal_number" convertible: false }
classes { name: "name" }
classes { name: "phone" }
classes { name: "pay" }
classes { name: "memo" }
classes { name: "number" }
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "pay" }
  columns { name: "full_name" class: "name" }
  columns { name: "personal_number" class: "personal_number" }
  columns { name: "phone" class: "phone" }
  columns { name: "note" class: "memo" }
  columns { name: "insured_no" class: "number" }
}
roles {
  name: "vendor"
  rules { class: "personal_number" redact { constant: "非表示" } }
  rules { class: "name" tokenize { domain: "employee" prefix: "emp" } }
  rules { class: "phone" partial { keep_last: 2 } }
  rules { class: "pay" allow {} }
  rules { class: "number" tokenize { domain: "number" digits {} } }
}
accounts {
  name: "person" role: "vendor" certificate { san: "p@x" }
  pledge { document: "1" signed: "2026-04-01" expires: "2027-03-31" }
}
accounts { name: "app" role: "vendor" kind: PROGRAM certificate { san: "q@x" } }
)";

const ColumnType kText{SqlType::kText};

class MaskerTest : public ::testing::Test {
 protected:
  MaskerTest() : keyring_(*Keyring::FromKey(1, std::string(32, 'k'))) {}

  std::unique_ptr<const Masker> MaskerFor(absl::string_view account) const {
    auto masker = Masker::Create(policy_, keyring_, account, kNow);
    EXPECT_TRUE(masker.ok()) << masker.status();
    return *std::move(masker);
  }

  const absl::Time kNow =
      absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::FixedTimeZone(9 * 3600));
  const std::shared_ptr<const Policy> policy_ = testing::PolicyOf(kPolicy);
  const std::shared_ptr<const Keyring> keyring_;
};

TEST_F(MaskerTest, RefusesAnUnknownAccount) {
  const auto masker = Masker::Create(policy_, keyring_, "nobody", kNow);
  EXPECT_EQ(masker.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(masker.status().message(), "the policy has no account `nobody`");
}

TEST_F(MaskerTest, RefusesAPersonWhosePledgeIsOver) {
  const auto masker = Masker::Create(policy_, keyring_, "person", kNow + absl::Hours(24 * 365));
  EXPECT_EQ(masker.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(masker.status().message()),
              HasSubstr("no pledge that is valid on 2027-06-01"));
  EXPECT_TRUE(Masker::Create(policy_, keyring_, "person", kNow).ok());
  EXPECT_TRUE(Masker::Create(policy_, keyring_, "app", kNow + absl::Hours(24 * 365)).ok());
}

TEST_F(MaskerTest, RefusesToWorkWithoutPolicy) {
  EXPECT_EQ(Masker::Create(nullptr, keyring_, "app", kNow).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(MaskerTest, ShowsEachColumnInItsForm) {
  const auto masker = MaskerFor("app");
  EXPECT_THAT((*masker->Column("payroll.employees.employee_no", kText))->Mask("000123"),
              Optional(std::string("000123")));
  EXPECT_THAT((*masker->Column("payroll.employees.phone", kText))->Mask("090-1234-5678"),
              Optional(std::string("****78")));
  const auto personal_number = *masker->Column("payroll.employees.personal_number", kText);
  EXPECT_THAT(personal_number->Mask("123456789018"), Optional(std::string("非表示")));
  EXPECT_THAT(personal_number->Mask(std::nullopt), Optional(std::string("非表示")));
  EXPECT_FALSE(personal_number->hidden());
}

TEST_F(MaskerTest, AHiddenColumnGivesNullAlways) {
  const auto masker = MaskerFor("app");
  for (const char* name : {"payroll.employees.note", "payroll.employees.unlisted", "other.t.c"}) {
    const auto column = *masker->Column(name, {SqlType::kInt4});
    EXPECT_TRUE(column->hidden()) << name;
    EXPECT_EQ(column->Mask("1"), std::nullopt) << name;
    EXPECT_EQ(column->Mask(std::nullopt), std::nullopt) << name;
  }
}

TEST_F(MaskerTest, TokensAreThoseOfTheKeyringsDomainAndScope) {
  const auto column = *MaskerFor("person")->Column("payroll.employees.full_name", kText);
  const Value token = column->Mask("山田 太郎");
  ASSERT_TRUE(token.has_value());
  EXPECT_THAT(*token, StartsWith("emp_"));
  EXPECT_THAT(*token, Not(HasSubstr("山田")));
  EXPECT_EQ(keyring_->MakeTokenizer({"employee", "role:vendor"}, "emp")->Detokenize(*token),
            "山田 太郎");
  EXPECT_EQ(keyring_->MakeTokenizer({"employee", "role:other"}, "emp")->Detokenize(*token),
            std::nullopt);
  EXPECT_EQ(column->Mask(std::nullopt), std::nullopt);
  EXPECT_EQ(column->result_type(), kText);
}

TEST_F(MaskerTest, TokensOfDigitsAreNumbers) {
  const auto masker = MaskerFor("app");
  const auto text = *masker->Column("payroll.employees.insured_no", kText);
  const Value token = text->Mask("00123456");
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->size(), 8u);
  EXPECT_EQ(token->find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(
      keyring_->MakeDigitTokenizer({"number", "role:vendor"}, DigitForm::kText)->Detokenize(*token),
      "00123456");
  EXPECT_EQ(text->Mask(std::nullopt), std::nullopt);
  // Trailing blanks of char(n) are no part of the number.
  EXPECT_EQ(
      (*masker->Column("payroll.employees.insured_no", {SqlType::kBpchar}))->Mask("00123456  "),
      token);

  const auto integer = *masker->Column("payroll.employees.insured_no", {SqlType::kInt8});
  EXPECT_EQ(integer->result_type(), ColumnType{SqlType::kInt8});
  EXPECT_EQ(keyring_->MakeDigitTokenizer({"number", "role:vendor"}, DigitForm::kInteger)
                ->Detokenize(*integer->Mask("-42")),
            "-42");
  // No value of the type, so no token of it either.
  EXPECT_EQ(integer->Mask("00123456"), std::nullopt);
  EXPECT_EQ(integer->Mask("many"), std::nullopt);
}

TEST_F(MaskerTest, WithoutKeyringOnlyTokensFail) {
  const auto masker = *Masker::Create(policy_, nullptr, "app", kNow);
  EXPECT_TRUE(masker->Column("payroll.employees.phone", kText).ok());
  const auto column = masker->Column("payroll.employees.full_name", kText);
  EXPECT_EQ(column.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(column.status().message(),
            "column `payroll.employees.full_name`: tokens need a keyring, and none was given "
            "(p.textproto:20)");
}

TEST_F(MaskerTest, NamesThatAreNotSchemaTableColumnAreRefused) {
  for (const char* name : {"full_name", "employees.full_name", "a.b.c.d", ""}) {
    EXPECT_EQ(MaskerFor("app")->Column(name, kText).status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST_F(MaskerTest, AMaskThatDoesNotFitTheTypeSaysWhichRuleItWas) {
  const auto column =
      MaskerFor("app")->Column("payroll.employees.employee_no", {SqlType::kUnknown});
  EXPECT_EQ(column.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(column.status().message()), HasSubstr("(p.textproto:22)"));
}

TEST_F(MaskerTest, ARowLosesItsHiddenColumns) {
  const std::vector<Masker::NamedColumn> columns = {{"payroll.employees.employee_no", kText},
                                                    {"payroll.employees.note", kText},
                                                    {"payroll.employees.personal_number", kText},
                                                    {"payroll.employees.phone", kText}};
  const auto masker = MaskerFor("app");
  for (int i = 0; i < 2; ++i) {
    const auto row = masker->Row(columns, {"1", "secret", "123456789018", std::nullopt});
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_THAT(*row,
                ElementsAre(Optional(std::string("1")), Optional(std::string("非表示")), Value()));
  }
  // The type belongs to the column: the same name with another type isn't taken from before.
  EXPECT_FALSE(masker->Row({{"payroll.employees.phone", {SqlType::kBytea}}}, {"\\x00"}).ok());
}

TEST_F(MaskerTest, ARowOfAnotherLengthIsRefusedWithoutItsValues) {
  const auto row = MaskerFor("app")->Row({{"payroll.employees.phone", kText}}, {"a", "090"});
  EXPECT_EQ(row.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(row.status().message(), "a row of 2 values has 1 columns");
}

TEST_F(MaskerTest, KeepsPolicyAndKeyringAlive) {
  std::unique_ptr<const Masker> masker;
  {
    auto policy = testing::PolicyOf(kPolicy);
    auto keyring = *Keyring::FromKey(1, std::string(32, 'k'));
    masker = *Masker::Create(policy, keyring, "app", kNow);
  }
  auto column = *masker->Column("payroll.employees.full_name", kText);
  masker.reset();
  EXPECT_THAT(column->Mask("a"), Optional(StartsWith("emp_")));
}

TEST_F(MaskerTest, ThreadsMayShareIt) {
  const auto masker = MaskerFor("app");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&masker] {
      for (int j = 0; j < 200; ++j) {
        const auto row = masker->Row(
            {{"payroll.employees.full_name", kText}, {"payroll.employees.phone", kText}},
            {"山田", "090"});
        EXPECT_TRUE(row.ok() && row->size() == 2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sudare
