#include "proxy/query/bind.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Parameters = google::protobuf::RepeatedPtrField<sudare::v1::Parameter>;

constexpr char kById[] = "SELECT employee_no FROM payroll.insured WHERE id = $1";

Parameters One(const std::string& value, const std::string& type = "") {
  Parameters parameters;
  sudare::v1::Parameter* parameter = parameters.Add();
  parameter->set_value(value);
  if (!type.empty()) parameter->set_type(type);
  return parameters;
}

absl::StatusOr<Statement> BindById(const Parameters& parameters) {
  auto masked = CompileFor("vendor", kById, ValuesOf(parameters));
  EXPECT_THAT(masked, IsOk());
  return Bind(*masked, parameters, {});
}

std::string TokenOf(const std::string& value) {
  return SchemaOf("vendor")
      .Find("payroll", "insured")
      ->FindColumn("id")
      ->tokenizer->Tokenize(value);
}

TEST(BindTest, IntegerTokensAreTurnedBackHoweverTheyAreWritten) {
  const std::string token = TokenOf("42");
  for (const std::string& text : {token, "+" + token, " 00" + token + "\n"}) {
    for (const char* type : {"", "int4", "bigint"}) {
      ASSERT_OK_AND_ASSIGN(const Statement statement, BindById(One(text, type)));
      ASSERT_EQ(statement.parameters.size(), 1u);
      EXPECT_EQ(statement.parameters[0], "42") << text << " as " << type;
    }
  }
  ASSERT_OK_AND_ASSIGN(const Statement negative, BindById(One(TokenOf("-7"))));
  EXPECT_EQ(negative.parameters[0], "-7");
}

TEST(BindTest, IntegersThatAreNoTokensStandForNothing) {
  // Beyond int4, in which the column is; beyond all types; no value.
  Parameters null;
  null.Add();
  for (const Parameters& parameters : {One("5000000000"), One("-99999999999999999999"), null}) {
    ASSERT_OK_AND_ASSIGN(const Statement statement, BindById(parameters));
    EXPECT_EQ(statement.parameters[0], std::nullopt);
  }
}

TEST(BindTest, WhatIsNoIntegerIsTheErrorThatTheDatabaseGives) {
  for (const char* text : {"", "abc", "1.0", "nam_x", "0x10"}) {
    const auto statement = BindById(One(text));
    EXPECT_THAT(statement, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_EQ(DetailOf(statement.status()).sqlstate(), "22P02");
    EXPECT_EQ(DetailOf(statement.status()).reason(), "BAD_VALUE");
  }
}

TEST(BindTest, ParametersOfOtherTypesAreRefusedWithTheWayRound) {
  const auto statement = BindById(One("5", "numeric"));
  EXPECT_EQ(DetailOf(statement.status()).reason(), "BAD_PARAMETER");
  EXPECT_THAT(DetailOf(statement.status()).advice(), ::testing::HasSubstr("int8"));
  EXPECT_EQ(DetailOf(BindById(One("5", "nonsense")).status()).reason(), "TYPE_NOT_ALLOWED");
}

}  // namespace
}  // namespace sudare::testing
