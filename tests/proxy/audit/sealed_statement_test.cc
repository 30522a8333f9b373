#include "proxy/audit/sealed_statement.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/audit/replay_keys.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::audit {
namespace {

using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

sudare::v1::StatementAsSent Sent() {
  sudare::v1::StatementAsSent sent;
  sent.set_sql("SELECT * FROM payroll.employees WHERE full_name = '佐藤 一郎'");
  sent.add_parameters()->set_value("123456789012");
  return sent;
}

TEST(SealedStatementTest, OnlyThePrivateKeyReadsIt) {
  ASSERT_OK_AND_ASSIGN(const auto sealer, StatementSealer::FromPem(testing::kReplayPublicKey));
  const std::string sealed = sealer.Seal(Sent()).value();
  EXPECT_THAT(sealed, Not(HasSubstr("佐藤")));
  EXPECT_THAT(sealed, Not(HasSubstr("123456789012")));
  EXPECT_NE(sealed, sealer.Seal(Sent()).value()) << "the same statement twice must not show";

  ASSERT_OK_AND_ASSIGN(const auto key, ReplayKey::FromPem(testing::kReplayPrivateKey));
  ASSERT_OK_AND_ASSIGN(const auto opened, key.Open(sealed));
  EXPECT_EQ(opened.SerializeAsString(), Sent().SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto other, ReplayKey::FromPem(testing::kOtherReplayPrivateKey));
  EXPECT_THAT(other.Open(sealed), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(SealedStatementTest, WhatWasChangedDoesNotOpen) {
  ASSERT_OK_AND_ASSIGN(const auto sealer, StatementSealer::FromPem(testing::kReplayPublicKey));
  ASSERT_OK_AND_ASSIGN(const auto key, ReplayKey::FromPem(testing::kReplayPrivateKey));
  std::string sealed = sealer.Seal(Sent()).value();
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  EXPECT_THAT(key.Open(sealed), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(key.Open("short"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(key.Open(""), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(SealedStatementTest, WhatIsLargerThanARecordBearsIsNotKept) {
  ASSERT_OK_AND_ASSIGN(const auto sealer, StatementSealer::FromPem(testing::kReplayPublicKey));
  sudare::v1::StatementAsSent sent;
  sent.set_sql(std::string(kMostSealedBytes, 'x'));
  EXPECT_FALSE(sealer.Seal(sent).has_value());
}

TEST(SealedStatementTest, KeysOfAnotherKindAreRefused) {
  for (const std::string& pem : {std::string(), std::string("no key"), testing::PublicKeyPem(1),
                                 std::string(testing::kReplayPrivateKey)}) {
    EXPECT_THAT(StatementSealer::FromPem(pem), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const std::string& pem :
       {std::string(), testing::PrivateKeyPem(1), std::string(testing::kReplayPublicKey)}) {
    EXPECT_THAT(ReplayKey::FromPem(pem), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace sudare::audit
