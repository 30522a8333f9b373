// From names, comments and samples to a class. All numbers are made up.
#include "proxy/discover/classifier.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "examples/payroll/generator/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/discover/hints.h"

namespace sudare::discover {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr ColumnType kText = {SqlType::kText};
constexpr ColumnType kInt8 = {SqlType::kInt8};
constexpr ColumnType kDateType = {SqlType::kDate};
constexpr ColumnType kJsonb = {SqlType::kJsonb};

Classification Of(const std::string& name, const std::string& comment, ColumnType type,
                  const std::vector<std::string>& values) {
  return Classify({name, type, "", comment}, Weigh(values, type));
}

std::vector<std::string> Many(std::string (*make)(uint64_t), size_t count = 60) {
  std::vector<std::string> values;
  for (size_t i = 0; i < count; ++i) values.push_back(make(i));
  return values;
}

std::string Number(uint64_t i) { return example::PersonalNumber(i, 31); }
std::string Decoy(uint64_t i) { return example::ScatteredDigits(i, 77, 11) + "0"; }
std::string Corporate(uint64_t i) {
  const std::string base = "7" + example::ScatteredDigits(i, 19, 11);
  return absl::StrCat(std::string(1, example::CorporateNumberCheckDigit(base)), base);
}

TEST(HintsTest, NamesAndCommentsSpeakJapaneseEnglishAndRomaji) {
  const struct {
    const char* name;
    Kind kind;
  } cases[] = {
      {"personal_number", Kind::kPersonalNumber},
      {"myNumber", Kind::kPersonalNumber},
      {"KOJIN_BANGO", Kind::kPersonalNumber},
      {"個人番号", Kind::kPersonalNumber},
      {"shimei", Kind::kPersonName},
      {"氏名", Kind::kPersonName},
      {"氏名カナ", Kind::kPersonNameKana},
      {"homeAddress", Kind::kAddress},
      {"mail_address", Kind::kEmail},
      {"old_account_number", Kind::kBankAccount},
      {"paymaster", Kind::kUnclassified},
      {"hojin_bango", Kind::kCorporateNumber},
      {"kiso_nenkin_no", Kind::kPensionNo},
  };
  for (const auto& test : cases)
    EXPECT_EQ(HintOfName(test.name, kText).kind, test.kind) << test.name;
  EXPECT_EQ(HintOfComment("受給者の個人番号", kText).kind, Kind::kPersonalNumber);
  EXPECT_EQ(HintOfComment("時間外勤務手当", {SqlType::kInt4}).kind, Kind::kAmount);
  EXPECT_EQ(HintOfComment("障害対応の記録", kText).kind, Kind::kUnclassified);
}

TEST(ClassifierTest, PersonalNumbersAreFoundUnderAnyName) {
  EXPECT_EQ(Of("c7", "", kText, Many(Number)).kind, Kind::kPersonalNumber);
  EXPECT_EQ(Of("member_code", "会員コード", kText, Many(Number)).kind, Kind::kPersonalNumber);
  EXPECT_EQ(Of("card_no", "カード番号", kText, Many(Number)).kind, Kind::kPersonalNumber);
}

TEST(ClassifierTest, PersonalNumbersThatLostTheirZeroAreFound) {
  std::vector<std::string> values;
  for (const std::string& number : Many(Number, 400)) {
    values.push_back(number.substr(std::min(number.find_first_not_of('0'), size_t{2})));
  }
  EXPECT_EQ(Of("c7", "", kInt8, values).kind, Kind::kPersonalNumber);
}

TEST(ClassifierTest, PersonalNumbersInArraysAreFound) {
  std::vector<std::string> values;
  for (uint64_t i = 0; i < 30; ++i) values.push_back("{" + Number(i) + "," + Number(i + 40) + "}");
  EXPECT_EQ(Of("c7", "", {SqlType::kText, true}, values).kind, Kind::kPersonalNumber);
}

TEST(ClassifierTest, NumbersOfTwelveDigitsAreNoPersonalNumbers) {
  const Classification of = Of("reference", "", kText, Many(Decoy));
  EXPECT_EQ(of.kind, Kind::kUnclassified);
}

TEST(ClassifierTest, CorporateNumbersAreLeftAlone) {
  const Classification found = Of("c7", "", kText, Many(Corporate));
  EXPECT_EQ(found.kind, Kind::kCorporateNumber);
  EXPECT_TRUE(IsShown(found.kind));
  // The name alone shows nothing.
  EXPECT_EQ(Of("hojin_bango", "法人番号", kText, Many(Decoy)).kind, Kind::kUnclassified);
}

TEST(ClassifierTest, NumbersInTextHideWhatANameWouldShow) {
  for (int spelling = 0; spelling < 4; ++spelling) {
    std::vector<std::string> values(20, "特になし");
    for (uint64_t i = 0; i < 10; ++i) {
      values.push_back("確認 " + example::SpellNumber(Number(i), spelling) + " 済");
    }
    const Classification of = Of("status_code", "状態", kText, values);
    EXPECT_FALSE(IsShown(of.kind)) << spelling;
    EXPECT_THAT(of.reasons, Contains(HasSubstr("right check digit")));
  }
}

TEST(ClassifierTest, NumbersInTextThatAreRightByChanceHideNothing) {
  std::vector<std::string> values;
  for (uint64_t i = 0; i < 200; ++i) values.push_back("受付 " + Decoy(i));
  EXPECT_EQ(Of("status_code", "状態", kText, values).kind, Kind::kCode);
}

TEST(ClassifierTest, JsonIsADocumentWithItsNumbersTold) {
  std::vector<std::string> values;
  for (uint64_t i = 0; i < 20; ++i) values.push_back("{\"n\": " + Number(i + 10) + "}");
  const Classification of = Of("c7", "", kJsonb, values);
  EXPECT_EQ(of.kind, Kind::kDocument);
  EXPECT_THAT(of.reasons, Contains(HasSubstr("right check digit")));
}

TEST(ClassifierTest, APersonalNumberWithoutRightCheckDigitsStaysHidden) {
  const Classification of = Of("personal_number", "個人番号", kText, Many(Decoy));
  EXPECT_EQ(of.kind, Kind::kPersonalNumber);
  EXPECT_TRUE(of.IsSure());
  EXPECT_LT(of.confidence, 0.9);
}

TEST(ClassifierTest, NamesUnderATitleThatWouldBeShownAreHidden) {
  EXPECT_EQ(Of("item_code", "項目コード", kText, std::vector<std::string>(30, "佐藤　花子")).kind,
            Kind::kPersonName);
}

TEST(ClassifierTest, WhatNothingTellsIsUnclassified) {
  EXPECT_FALSE(Of("c7", "", kText, {"a", "b"}).IsSure());
  EXPECT_FALSE(Of("c7", "", {SqlType::kBool}, {"t", "f"}).IsSure());
  EXPECT_FALSE(Of("c7", "", kDateType, std::vector<std::string>(30, "2023-04-01")).IsSure());
  EXPECT_FALSE(Of("c7", "", {SqlType::kInt4}, {"1", "2"}).IsSure());
}

TEST(ClassifierTest, AWordThatSaysUnclassifiedIsBelieved) {
  EXPECT_FALSE(Of("legacy_code", "旧コード(未分類)", kText, {"a"}).IsSure());
  EXPECT_EQ(Of("legacy_code", "旧コード(未分類)", kText, Many(Number)).kind, Kind::kPersonalNumber);
}

TEST(ClassifierTest, DatesOverLivesAreTakenForBirths) {
  std::vector<std::string> values;
  for (int year = 1955; year < 2006; ++year) values.push_back(absl::StrCat(year, "-05-01"));
  EXPECT_EQ(Of("c7", "", kDateType, values).kind, Kind::kBirthDate);
  EXPECT_EQ(Of("hired_on", "採用日", kDateType, values).kind, Kind::kDate);
  EXPECT_EQ(Of("birth_date", "", kDateType, {}).kind, Kind::kBirthDate);
}

TEST(ClassifierTest, ReasonsHoldNoValue) {
  const std::string number = Number(1);
  const Classification of =
      Of("note", "備考", kText, std::vector<std::string>(9, "番号 " + number));
  for (const std::string& reason : of.reasons)
    EXPECT_THAT(reason, ::testing::Not(HasSubstr(number)));
}

}  // namespace
}  // namespace sudare::discover
