#include "policy/messages/message_masker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "tests/policy/messages/payslip.pb.h"
#include "tests/policy/policies.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kPolicy[] = R"(
classes { name: "personal_number" convertible: false }
classes { name: "name" }
classes { name: "phone" }
classes { name: "birth" }
classes { name: "amount" }
classes { name: "number" }
classes { name: "memo" }
classes { name: "open" }
classes { name: "presence" }
tables {
  name: "payroll.employees"
  columns { name: "full_name" class: "name" }
  columns { name: "memo" class: "memo" }
}
roles {
  name: "vendor"
  rules { table: "payroll.employees" class: "memo" allow {} comment: "no rule for messages" }
  rules { class: "personal_number" redact { constant: "非表示" } }
  rules { class: "name" tokenize { domain: "name" prefix: "nam" } }
  rules { class: "phone" partial { keep_last: 2 } }
  rules { class: "birth" generalize { date_to: YEAR } }
  rules { class: "amount" generalize { number_bucket: "10000" } }
  rules { class: "number" tokenize { domain: "number" digits {} } }
  rules { class: "open" allow {} }
  rules { class: "presence" presence {} }
}
accounts { name: "app" role: "vendor" kind: PROGRAM certificate { san: "q@x" } }
)";

class MessageMaskerTest : public ::testing::Test {
 protected:
  MessageMaskerTest() : masker_(MakeMasker(*Keyring::FromKey(1, std::string(32, 'k')))) {}

  static std::shared_ptr<const Masker> MakeMasker(std::shared_ptr<const Keyring> keyring) {
    return *Masker::Create(PolicyOf(kPolicy), std::move(keyring), "app", absl::Now());
  }

  std::string Token(const std::string& name) const {
    return *(*masker_->Column("payroll.employees.full_name", {SqlType::kText}))->Mask(name);
  }

  template <typename M>
  M Masked(const std::string& text, MessageOptions options = {}) const {
    M message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
    EXPECT_THAT(MessageMasker(masker_, options).Mask(&message), IsOk());
    return message;
  }

  const std::shared_ptr<const Masker> masker_;
};

TEST_F(MessageMaskerTest, FieldsAreMaskedByTheirClassWithTheTokensOfColumns) {
  const Person person = Masked<Person>(
      "full_name: '山田 太郎' phone: '090-1234-5678' birth_date: '1985/10/17' "
      "personal_number: '123456789018' nickname: 'taro'");
  EXPECT_EQ(person.full_name(), Token("山田 太郎"));
  EXPECT_EQ(person.phone(), "****78");
  EXPECT_EQ(person.birth_date(), "1985/01/01");
  EXPECT_EQ(person.personal_number(), "非表示");
  // Nobody classified it.
  EXPECT_EQ(person.nickname(), "");
}

TEST_F(MessageMaskerTest, AConstantStandsWhereNothingWas) {
  EXPECT_EQ(Masked<Person>("").personal_number(), "非表示");
  // But it decides no oneof.
  EXPECT_EQ(Masked<Payslip>("").contact_case(), Payslip::CONTACT_NOT_SET);
  EXPECT_EQ(Masked<Payslip>("fax: '0901234'").fax(), "****34");
  EXPECT_EQ(Masked<Payslip>("mail: 'x'").mail(), "非表示");
}

TEST_F(MessageMaskerTest, MessagesInMessagesAreMaskedAtAnyDepth) {
  const Payslip slip = Masked<Payslip>(
      "person { full_name: 'a' manager { full_name: 'b' nickname: 'x' } "
      "dependents { full_name: 'c' } dependents { nickname: 'x' phone: '123' } }");
  EXPECT_EQ(slip.person().full_name(), Token("a"));
  EXPECT_EQ(slip.person().manager().full_name(), Token("b"));
  EXPECT_EQ(slip.person().manager().nickname(), "");
  ASSERT_EQ(slip.person().dependents_size(), 2);
  EXPECT_EQ(slip.person().dependents(0).full_name(), Token("c"));
  EXPECT_EQ(slip.person().dependents(1).phone(), "****23");
}

TEST_F(MessageMaskerTest, NumbersTakeWhatIsANumberOfTheirRange) {
  const Payslip slip = Masked<Payslip>(
      "gross: 312345 rate: -0.5 insured_no: 12345678 numbers: [1234567, 42] named: true "
      "has_number: true");
  EXPECT_EQ(slip.gross(), 310000);
  EXPECT_EQ(slip.rate(), -10000);
  EXPECT_NE(slip.insured_no(), 12345678u);
  EXPECT_EQ(absl::StrCat(slip.insured_no()).size(), 8u);
  EXPECT_EQ(slip.numbers_size(), 2);
  EXPECT_NE(slip.numbers(0), 1234567);
  EXPECT_TRUE(slip.has_number());
  // A token is no bool.
  EXPECT_FALSE(slip.named());
}

TEST_F(MessageMaskerTest, EnumsAndBytesAreAllowedOrCleared) {
  const Payslip slip =
      Masked<Payslip>("kind: REGULAR masked_kind: REGULAR image: 'x' open_image: 'y'");
  EXPECT_EQ(slip.kind(), REGULAR);
  EXPECT_EQ(slip.masked_kind(), KIND_UNSPECIFIED);
  EXPECT_EQ(slip.image(), "");
  EXPECT_EQ(slip.open_image(), "y");
}

TEST_F(MessageMaskerTest, WhatIsNoValueOfItsTypeIsCleared) {
  EXPECT_EQ(Masked<Person>("birth_date: 'in autumn'").birth_date(), "");
}

TEST_F(MessageMaskerTest, ClassesThatTheRoleOrThePolicyDoesNotKnowHide) {
  const Payslip slip =
      Masked<Payslip>("nobodys_class: 'x' remark: 'y' hidden_person { phone: '1' }");
  EXPECT_EQ(slip.nobodys_class(), "");
  // Allowed in a table only.
  EXPECT_FALSE(slip.has_remark());
  EXPECT_FALSE(slip.has_hidden_person());
}

TEST_F(MessageMaskerTest, ElementsAreMaskedOneByOne) {
  EXPECT_THAT(Masked<Payslip>("phones: ['123', '', '4567']").phones(),
              ElementsAre("****23", "****", "****67"));
}

TEST_F(MessageMaskerTest, MapsNeedAClassForKeysToo) {
  const Payslip slip = Masked<Payslip>(
      "phones_by_name { key: 'a' value: '123' } phones_by_name { key: 'b' value: '456' } "
      "phones_by_nobody { key: 'a' value: '123' } "
      "people { key: 7 value { full_name: 'c' nickname: 'x' } }");
  ASSERT_EQ(slip.phones_by_name_size(), 2);
  EXPECT_EQ(slip.phones_by_name().at(Token("a")), "****23");
  EXPECT_EQ(slip.phones_by_name().at(Token("b")), "****56");
  EXPECT_EQ(slip.phones_by_nobody_size(), 0);
  ASSERT_EQ(slip.people_size(), 1);
  EXPECT_EQ(slip.people().at(7).full_name(), Token("c"));
  EXPECT_EQ(slip.people().at(7).nickname(), "");
}

TEST_F(MessageMaskerTest, MessagesWithAClassAreKeptWholeOrCleared) {
  const Payslip slip = Masked<Payslip>(
      "paid_at { seconds: 7 nanos: 8 } hidden_at { seconds: 7 } holder { value: 'a' } "
      "document { fields { key: 'k' value { string_value: 'v' } } } "
      "unclassified_document { fields { key: 'k' value { string_value: 'v' } } }");
  EXPECT_EQ(slip.paid_at().seconds(), 7);
  EXPECT_EQ(slip.paid_at().nanos(), 8);
  EXPECT_FALSE(slip.has_hidden_at());
  EXPECT_EQ(slip.holder().value(), Token("a"));
  EXPECT_EQ(slip.document().fields().at("k").string_value(), "v");
  EXPECT_EQ(slip.unclassified_document().fields_size(), 0);
}

TEST_F(MessageMaskerTest, AnyIsMaskedInside) {
  Person person;
  person.set_full_name("a");
  person.set_nickname("x");
  Payslip outer;
  outer.mutable_detail()->PackFrom(person, "secret.example/path");
  Payslip slip;
  slip.mutable_detail()->PackFrom(outer);
  ASSERT_THAT(MessageMasker(masker_).Mask(&slip), IsOk());
  Payslip inner;
  ASSERT_TRUE(slip.detail().UnpackTo(&inner));
  EXPECT_THAT(inner.detail().type_url(), Not(HasSubstr("secret")));
  Person masked;
  ASSERT_TRUE(inner.detail().UnpackTo(&masked));
  EXPECT_EQ(masked.full_name(), Token("a"));
  EXPECT_EQ(masked.nickname(), "");
}

TEST_F(MessageMaskerTest, AnyOfAnUnknownTypeOrWithBrokenBytesIsCleared) {
  for (const auto& [url, value] : std::vector<std::pair<const char*, const char*>>{
           {"type.googleapis.com/not.known", "secret"},
           {"type.googleapis.com/sudare.testing.Person", "\x0a\xff"},
           {"", "secret"}}) {
    Payslip slip;
    slip.mutable_detail()->set_type_url(url);
    slip.mutable_detail()->set_value(value);
    ASSERT_THAT(MessageMasker(masker_).Mask(&slip), IsOk());
    EXPECT_EQ(slip.detail().value(), "");
    EXPECT_EQ(slip.detail().type_url(), "");
  }
}

TEST_F(MessageMaskerTest, UnknownFieldsAreDroppedAtAnyDepth) {
  Payslip slip;
  slip.mutable_person()
      ->mutable_manager()
      ->GetReflection()
      ->MutableUnknownFields(slip.mutable_person()->mutable_manager())
      ->AddLengthDelimited(99, "secret");
  slip.GetReflection()->MutableUnknownFields(&slip)->AddVarint(98, 7);
  Payslip kept = slip;
  ASSERT_THAT(MessageMasker(masker_).Mask(&slip), IsOk());
  EXPECT_THAT(slip.SerializeAsString(), Not(HasSubstr("secret")));
  EXPECT_EQ(slip.GetReflection()->GetUnknownFields(slip).field_count(), 0);
  MessageOptions options;
  options.keep_unknown_fields = true;
  ASSERT_THAT(MessageMasker(masker_, options).Mask(&kept), IsOk());
  EXPECT_THAT(kept.SerializeAsString(), HasSubstr("secret"));
}

TEST_F(MessageMaskerTest, AMessageMaySayThatItIsOpen) {
  const OpenNote note = Masked<OpenNote>(
      "text: 'kept' full_name: 'a' counts { key: 'k' value: 3 } person { nickname: 'x' }");
  EXPECT_EQ(note.text(), "kept");
  EXPECT_EQ(note.full_name(), Token("a"));
  EXPECT_EQ(note.counts().at("k"), 3);
  // Which says nothing of the messages in it.
  EXPECT_EQ(note.person().nickname(), "");
}

TEST_F(MessageMaskerTest, BelowAHundredLevelsEverythingIsCleared) {
  Person person;
  Person* deepest = &person;
  for (int i = 0; i < 150; ++i) {
    deepest = deepest->mutable_manager();
    deepest->set_full_name("a");
  }
  ASSERT_THAT(MessageMasker(masker_).Mask(&person), IsOk());
  int depth = 0;
  const Person* at = &person;
  for (; at->has_manager(); at = &at->manager(), ++depth) {
    EXPECT_EQ(at->full_name(), depth == 0 ? "" : Token("a"));
  }
  EXPECT_EQ(depth, 101);
  EXPECT_EQ(at->full_name(), "");
}

TEST_F(MessageMaskerTest, AfterAnErrorTheMessageIsEmpty) {
  Person person;
  person.set_phone("0901234");
  person.set_full_name("a");
  EXPECT_EQ(MessageMasker(MakeMasker(nullptr)).Mask(&person).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(person.SerializeAsString(), "");
  Mistyped mistyped;
  mistyped.set_day("x");
  const absl::Status status = MessageMasker(masker_).Mask(&mistyped);
  EXPECT_THAT(std::string(status.message()), StartsWith("field `sudare.testing.Mistyped.day`"));
  EXPECT_EQ(mistyped.day(), "");
}

}  // namespace
}  // namespace sudare::testing
