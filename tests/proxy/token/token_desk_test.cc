// Who is told what at the token desk, and that nothing is told that isn't on record.
#include "proxy/token/token_desk.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/proxy/token/token_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using sudare::v1::Detokenization;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::KeyringOf;
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;
using testing::TokenOf;

constexpr char kName[] = "髙橋 一郎";
constexpr char kPeer[] = "192.0.2.1:1000";
constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;
constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

const StaffCaller kHead = {"head", "", kPeer};
const StaffCaller kAuditor = {"auditor", "", kPeer};
const StaffCaller kClerk = {"clerk", "", kPeer};
const StaffCaller kVendor = {"", "payroll-01", kPeer};

class TokenDeskTest : public ::testing::Test {
 protected:
  TokenDeskTest() {
    sudare::v1::TokenLimits limits;
    limits.set_detokenize_per_hour(4);
    limits.set_trace_per_hour(3);
    quota_ = std::make_unique<StaffQuota>(limits);
    TokenDeskParts parts;
    parts.keyring = keyring_;
    parts.quota = quota_.get();
    parts.audit = &audit_;
    parts.clock = [this] { return now_; };
    desk_ = std::make_unique<TokenDesk>(std::move(parts));
  }

  absl::StatusOr<sudare::v1::DetokenizeResponse> Detokenize(const StaffCaller& caller,
                                                            const std::string& token,
                                                            const std::string& purpose = "#12",
                                                            const std::string& account = "",
                                                            const std::string& role = "") {
    sudare::v1::DetokenizeRequest request;
    request.set_token(token);
    request.set_purpose(purpose);
    request.set_account(account);
    request.set_role(role);
    return desk_->Detokenize(*policy_, caller, request);
  }

  absl::StatusOr<sudare::v1::TraceResponse> Trace(const StaffCaller& caller,
                                                  const std::string& token) {
    sudare::v1::TraceRequest request;
    request.set_token(token);
    return desk_->Trace(*policy_, caller, request);
  }

  // The one record that was made since the last was asked for.
  Detokenization TheRecord() {
    const auto records = audit_.records();
    EXPECT_THAT(records.size(), seen_ + 1);
    seen_ = records.size();
    return records.empty() ? Detokenization() : records.back().detokenization();
  }

  // No record and no message holds the value, in any of its parts.
  void ExpectNoValue(const absl::Status& status) {
    for (const std::string part : {"髙橋", "一郎"}) {
      EXPECT_THAT(status.ToString(), Not(HasSubstr(part)));
      for (const auto& record : audit_.records()) {
        EXPECT_THAT(record.SerializeAsString(), Not(HasSubstr(part)));
      }
    }
  }

  const std::shared_ptr<const Policy> policy_ = testing::TokenPolicy();
  const std::shared_ptr<const Keyring> keyring_ = KeyringOf('k');
  const std::string name_token_ = TokenOf(*keyring_, "name", "role:payroll", "nam", kName);
  const std::string phone_token_ =
      TokenOf(*keyring_, "phone", "account:payroll-01", "", "090-1234-5678");
  testing::FakeAuditLog audit_;
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
  std::unique_ptr<StaffQuota> quota_;
  std::unique_ptr<TokenDesk> desk_;
  size_t seen_ = 0;
};

TEST_F(TokenDeskTest, WhoHoldsTheDutyGetsTheValueAndIsOnRecord) {
  ASSERT_OK_AND_ASSIGN(const auto response, Detokenize(kHead, name_token_, "ticket 12"));
  EXPECT_EQ(response.value(), kName);
  EXPECT_EQ(response.origin().domain(), "name");
  EXPECT_EQ(response.origin().scope(), "role");
  EXPECT_EQ(response.origin().role(), "payroll");
  ASSERT_THAT(response.origin().classes(), SizeIs(2));
  EXPECT_EQ(response.origin().classes(0).title(), "氏名");
  ASSERT_THAT(response.origin().holders(), SizeIs(2));
  EXPECT_EQ(response.origin().holders(0).organization(), "vendor");

  const Detokenization record = TheRecord();
  EXPECT_EQ(record.call_id(), response.call_id());
  EXPECT_THAT(record.call_id(), SizeIs(24));
  EXPECT_EQ(record.caller().staff(), "head");
  EXPECT_EQ(record.caller().account(), "");
  EXPECT_EQ(record.caller().method(), "certificate");
  EXPECT_EQ(record.caller().peer(), kPeer);
  EXPECT_EQ(record.kind(), Detokenization::VALUE);
  EXPECT_EQ(record.purpose(), "ticket 12");
  EXPECT_EQ(record.policy_hash(), policy_->hash());
  EXPECT_EQ(record.status(), "OK");
  EXPECT_EQ(record.reason(), "");
  EXPECT_EQ(record.token_reference(), response.token_reference());
  EXPECT_EQ(record.domain(), "name");
  EXPECT_EQ(record.scope(), "role");
  EXPECT_EQ(record.role(), "payroll");
  EXPECT_THAT(record.classes(), ElementsAre("name", "holder"));
  ExpectNoValue(absl::OkStatus());
}

TEST_F(TokenDeskTest, TheReferenceIsTheOneThatB2sumPrints) {
  // printf %s nam_AQAA | b2sum -l 128
  EXPECT_EQ(TokenReference("nam_AQAA"), "45a49257fee737ccda8d5e31d92c3661");
}

TEST_F(TokenDeskTest, TheRecordHoldsNoToken) {
  ASSERT_THAT(Detokenize(kHead, name_token_), testing::IsOk());
  EXPECT_THAT(TheRecord().SerializeAsString(), Not(HasSubstr(name_token_.substr(4))));
}

TEST_F(TokenDeskTest, AnAccountNeverGetsTheValueOfItsOwnToken) {
  const auto refused = Detokenize(kVendor, phone_token_);
  EXPECT_THAT(refused, StatusIs(kDenied, HasSubstr("account `payroll-01`")));
  EXPECT_EQ(DetailOf(refused.status()).reason(), "NOT_STAFF");
  const Detokenization record = TheRecord();
  EXPECT_EQ(record.caller().account(), "payroll-01");
  EXPECT_EQ(record.caller().role(), "payroll");
  EXPECT_EQ(record.caller().organization(), "vendor");
  EXPECT_EQ(record.caller().staff(), "");
  EXPECT_EQ(record.status(), "PERMISSION_DENIED");
  EXPECT_EQ(record.reason(), "NOT_STAFF");
  // It wasn't even looked at.
  EXPECT_EQ(record.token_reference(), "");
  EXPECT_THAT(Trace(kVendor, phone_token_), StatusIs(kDenied));
  EXPECT_EQ(TheRecord().kind(), Detokenization::TRACE);
}

TEST_F(TokenDeskTest, OtherDutiesDontOpenTokens) {
  for (const StaffCaller& caller : {kClerk, kAuditor}) {
    const auto refused = Detokenize(caller, name_token_);
    EXPECT_THAT(refused, StatusIs(kDenied, HasSubstr("duty DETOKENIZE")));
    EXPECT_EQ(DetailOf(refused.status()).reason(), "DUTY_MISSING");
    EXPECT_EQ(TheRecord().reason(), "DUTY_MISSING");
  }
  EXPECT_THAT(Trace(kClerk, name_token_), StatusIs(kDenied, HasSubstr("DETOKENIZE or AUDIT")));
  EXPECT_EQ(TheRecord().reason(), "DUTY_MISSING");
}

TEST_F(TokenDeskTest, WhoThePolicyNoLongerKnowsGetsNothing) {
  const StaffCaller gone = {"gone", "", kPeer};
  EXPECT_THAT(Detokenize(gone, name_token_), StatusIs(kDenied));
  EXPECT_EQ(TheRecord().caller().staff(), "gone");
  const StaffCaller nobody = {"", "", kPeer};
  EXPECT_THAT(Detokenize(nobody, name_token_), StatusIs(kDenied));
}

TEST_F(TokenDeskTest, AlteredAndForeignTokensReadTheSame) {
  std::string altered = name_token_;
  altered[20] = altered[20] == 'A' ? 'B' : 'A';
  const absl::Status first = Detokenize(kHead, altered).status();
  EXPECT_THAT(first, StatusIs(kNotFound));
  const Detokenization record = TheRecord();
  EXPECT_EQ(record.reason(), "NO_TOKEN");
  EXPECT_EQ(record.status(), "NOT_FOUND");
  EXPECT_EQ(record.token_reference(), "");
  const std::string foreign = TokenOf(*KeyringOf('x'), "name", "role:payroll", "nam", kName);
  EXPECT_EQ(Detokenize(kHead, foreign).status(), first);
  EXPECT_EQ(Trace(kAuditor, foreign).status(), first);
  // A name pasted by mistake is neither repeated nor kept, not even as a hash.
  const absl::Status mistake = Detokenize(kHead, kName).status();
  EXPECT_EQ(mistake, first);
  ExpectNoValue(mistake);
}

TEST_F(TokenDeskTest, ATokenThatTheNamedOneNeverSawIsRefused) {
  for (const auto& [account, role] : std::vector<std::pair<std::string, std::string>>{
           {"attendance-01", ""}, {"", "attendance"}, {"payroll-01", "attendance"}}) {
    const auto refused = Detokenize(kHead, name_token_, "#12", account, role);
    EXPECT_THAT(refused, StatusIs(kDenied, AllOf(HasSubstr("never shown to"),
                                                 HasSubstr("one of role `payroll`"))));
    const Detokenization record = TheRecord();
    EXPECT_EQ(record.reason(), "FOREIGN_SCOPE");
    EXPECT_EQ(record.named_account(), account);
    EXPECT_EQ(record.named_role(), role);
    // What it is a token of is on record.
    EXPECT_EQ(record.role(), "payroll");
    EXPECT_EQ(record.token_reference(), TokenReference(name_token_));
    ExpectNoValue(refused.status());
  }
}

TEST_F(TokenDeskTest, AnotherAccountOfTheSameRoleNeverSawAnAccountsToken) {
  EXPECT_THAT(Detokenize(kHead, phone_token_, "#12", "payroll-02"),
              StatusIs(kDenied, HasSubstr("one of account `payroll-01`")));
  ASSERT_OK_AND_ASSIGN(const auto response,
                       Detokenize(kHead, phone_token_, "#12", "payroll-01", "payroll"));
  EXPECT_EQ(response.value(), "090-1234-5678");
}

TEST_F(TokenDeskTest, TheNamedOnesMustExist) {
  EXPECT_THAT(Detokenize(kHead, name_token_, "#12", "nobody"),
              StatusIs(kInvalid, HasSubstr("no account `nobody`")));
  EXPECT_EQ(TheRecord().named_account(), "");
  EXPECT_THAT(Detokenize(kHead, name_token_, "#12", "", "nothing"),
              StatusIs(kInvalid, HasSubstr("no role `nothing`")));
  EXPECT_EQ(TheRecord().reason(), "UNKNOWN_ROLE");
}

TEST_F(TokenDeskTest, WithoutAPurposeThereIsNoValue) {
  EXPECT_THAT(Detokenize(kHead, name_token_, ""), StatusIs(kInvalid, HasSubstr("no purpose")));
  EXPECT_EQ(TheRecord().reason(), "NO_PURPOSE");
  EXPECT_THAT(Detokenize(kHead, name_token_, " \t\n"), StatusIs(kInvalid));
  EXPECT_EQ(TheRecord().reason(), "NO_PURPOSE");
  EXPECT_THAT(Detokenize(kHead, name_token_, std::string(1001, 'x')),
              StatusIs(kInvalid, HasSubstr("1000 bytes")));
  EXPECT_THAT(TheRecord().purpose(), SizeIs(1000));
}

TEST_F(TokenDeskTest, WithoutATokenThereIsNothingToFind) {
  EXPECT_THAT(Detokenize(kHead, ""), StatusIs(kInvalid));
  EXPECT_EQ(TheRecord().reason(), "EMPTY_TOKEN");
  EXPECT_THAT(Trace(kHead, std::string((1 << 20) + 1, 'A')), StatusIs(kInvalid));
  EXPECT_EQ(TheRecord().reason(), "TOKEN_TOO_LONG");
}

TEST_F(TokenDeskTest, FailedAttemptsCountAndTheMessageSaysWhenToTryAgain) {
  for (int i = 0; i < 2; ++i) EXPECT_THAT(Detokenize(kHead, "nam_forged"), StatusIs(kNotFound));
  EXPECT_THAT(Detokenize(kHead, name_token_, ""), StatusIs(kInvalid));
  now_ += absl::Minutes(10);
  EXPECT_THAT(Detokenize(kHead, name_token_), testing::IsOk());
  const auto refused = Detokenize(kHead, name_token_);
  EXPECT_THAT(refused, StatusIs(kExhausted, HasSubstr("try again in 50m")));
  EXPECT_EQ(audit_.records().back().detokenization().reason(), "TOKEN_CALLS_PER_HOUR");
  EXPECT_EQ(audit_.records().back().detokenization().token_reference(), "");
  // Tracing has a number of its own.
  EXPECT_THAT(Trace(kHead, name_token_), testing::IsOk());
  now_ += absl::Minutes(50);
  EXPECT_THAT(Detokenize(kHead, name_token_), testing::IsOk());
}

TEST_F(TokenDeskTest, TracingIsLimitedToo) {
  for (int i = 0; i < 3; ++i) EXPECT_THAT(Trace(kAuditor, "nam_forged"), StatusIs(kNotFound));
  EXPECT_THAT(Trace(kAuditor, name_token_), StatusIs(kExhausted));
}

TEST_F(TokenDeskTest, WithoutALogNothingIsAnsweredNotEvenNo) {
  audit_.set_broken(true);
  EXPECT_THAT(Detokenize(kHead, name_token_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Detokenize(kHead, "nam_forged"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Detokenize(kVendor, name_token_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Trace(kAuditor, name_token_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(audit_.records(), IsEmpty());
}

TEST_F(TokenDeskTest, TracingTellsWhoseItIsAndNotTheValue) {
  for (const StaffCaller& caller : {kHead, kAuditor}) {
    ASSERT_OK_AND_ASSIGN(const auto response, Trace(caller, phone_token_));
    EXPECT_EQ(response.origin().scope(), "account");
    EXPECT_EQ(response.origin().account(), "payroll-01");
    EXPECT_EQ(response.origin().role(), "payroll");
    ASSERT_THAT(response.origin().holders(), SizeIs(1));
    EXPECT_THAT(response.SerializeAsString(), Not(HasSubstr("090")));
    const Detokenization record = TheRecord();
    EXPECT_EQ(record.kind(), Detokenization::TRACE);
    EXPECT_EQ(record.call_id(), response.call_id());
    EXPECT_EQ(record.token_reference(), response.token_reference());
    EXPECT_EQ(record.account(), "payroll-01");
    EXPECT_THAT(record.SerializeAsString(), Not(HasSubstr("090")));
  }
}

}  // namespace
}  // namespace sudare
