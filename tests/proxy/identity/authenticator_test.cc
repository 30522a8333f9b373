#include "proxy/identity/authenticator.h"

#include <atomic>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/support/fake_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr auto kThrottled = absl::StatusCode::kResourceExhausted;
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    role_.name = "payroll-maintenance";
    Add("vendor-01", "01@vendor.example", "line of pass-01");
    Add("vendor-02", "02@vendor.example", "line of pass-02");
    Add("certificate-only", "03@vendor.example", "");
    AddStaff("head", "head@city.example");
    AddStaff("clerk", "clerk@city.example");
    options_.clock = [this] { return now_; };
    options_.verify = [this](const std::string& line, absl::string_view password) {
      ++verifications_;
      return line == absl::StrCat("line of ", password);
    };
    authenticator_ = MakeAuthenticator(options_, &audit_);
  }

  void Add(const std::string& name, const std::string& san, const std::string& password_hash) {
    Account account;
    account.name = name;
    account.organization = "payroll-vendor";
    account.role = &role_;
    account.password_hash = password_hash;
    account.certificates.emplace_back();
    account.certificates.back().set_san(san);
    policy_.mutable_accounts().push_back(account);
  }

  void AddStaff(const std::string& name, const std::string& san) {
    StaffMember member;
    member.name = name;
    member.certificates.emplace_back();
    member.certificates.back().set_san(san);
    policy_.mutable_staff().push_back(member);
  }

  absl::StatusOr<StaffCaller> AsStaff(const std::vector<std::string>& sans,
                                      const std::string& peer = "192.0.2.1:1000") {
    PeerEvidence evidence;
    evidence.peer = peer;
    evidence.sans = sans;
    return authenticator_->AuthenticateStaff(evidence, policy_);
  }

  absl::StatusOr<Caller> ByCertificate(const std::vector<std::string>& sans,
                                       const std::string& peer = "192.0.2.1:1000") {
    PeerEvidence evidence;
    evidence.peer = peer;
    evidence.sans = sans;
    return authenticator_->Authenticate(evidence, policy_);
  }

  absl::StatusOr<Caller> ByPassword(const std::string& user, const std::string& password,
                                    const std::string& peer = "192.0.2.1:1000") {
    PeerEvidence evidence;
    evidence.peer = peer;
    evidence.user = user;
    evidence.password = password;
    return authenticator_->Authenticate(evidence, policy_);
  }

  void Pass(absl::Duration time) { now_ += time; }

  Role role_;
  FakePolicy policy_;
  FakeAuditLog audit_;
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
  std::atomic<int> verifications_{0};
  AuthenticatorOptions options_;
  std::unique_ptr<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, ACertificateNamesItsAccount) {
  ASSERT_OK_AND_ASSIGN(const Caller caller, ByCertificate({"01@VENDOR.example"}));
  EXPECT_EQ(caller.account, "vendor-01");
  EXPECT_EQ(caller.method, "certificate");
  EXPECT_EQ(caller.peer, "192.0.2.1:1000");
  const auto records = audit_.records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_TRUE(records[0].login().accepted());
  EXPECT_EQ(records[0].login().caller().role(), "payroll-maintenance");
  EXPECT_EQ(records[0].login().caller().organization(), "payroll-vendor");
}

TEST_F(AuthenticatorTest, ACertificateOfSeveralAccountsIsNobodys) {
  EXPECT_THAT(ByCertificate({"01@vendor.example", "02@vendor.example"}),
              StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(),
              ElementsAre("- certificate 192.0.2.1:1000: certificate of more than one account"));
}

TEST_F(AuthenticatorTest, ACertificateNamesItsStaffMember) {
  ASSERT_OK_AND_ASSIGN(const StaffCaller caller, AsStaff({"head@CITY.example"}));
  EXPECT_EQ(caller.staff, "head");
  EXPECT_EQ(caller.account, "");
  EXPECT_EQ(caller.peer, "192.0.2.1:1000");
  // On record once for the connection.
  EXPECT_THAT(AsStaff({"head@city.example"}), IsOk());
  EXPECT_THAT(audit_.Logins(), ElementsAre("staff:head certificate 192.0.2.1:1000: accepted"));
}

TEST_F(AuthenticatorTest, AnAccountAtTheStaffsDoorIsKnownAsAnAccount) {
  ASSERT_OK_AND_ASSIGN(const StaffCaller caller, AsStaff({"01@vendor.example"}));
  EXPECT_EQ(caller.account, "vendor-01");
  EXPECT_EQ(caller.staff, "");
}

TEST_F(AuthenticatorTest, StaffAreNoAccounts) {
  EXPECT_THAT(ByCertificate({"head@city.example"}), StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(),
              ElementsAre("- certificate 192.0.2.1:1000: certificate of no account"));
}

TEST_F(AuthenticatorTest, ACertificateOfAnAccountAndOfStaffIsNobodys) {
  EXPECT_THAT(AsStaff({"01@vendor.example", "head@city.example"}), StatusIs(kUnauthenticated));
  EXPECT_THAT(AsStaff({"clerk@city.example", "head@city.example"}), StatusIs(kUnauthenticated));
  EXPECT_THAT(ByCertificate({"01@vendor.example", "head@city.example"}),
              StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(), ::testing::Each(HasSubstr(": certificate of more than one holder")));
}

TEST_F(AuthenticatorTest, StaffNeverLogInByPassword) {
  PeerEvidence evidence;
  evidence.peer = "192.0.2.1:1000";
  evidence.user = "vendor-01";
  evidence.password = "pass-01";
  EXPECT_THAT(authenticator_->AuthenticateStaff(evidence, policy_), StatusIs(kUnauthenticated));
  // Nor beside a certificate: who gives a name must not act as somebody else.
  evidence.sans = {"head@city.example"};
  EXPECT_THAT(authenticator_->AuthenticateStaff(evidence, policy_), StatusIs(kUnauthenticated));
  EXPECT_EQ(verifications_, 0);
  EXPECT_THAT(audit_.Logins(),
              ::testing::Each("- password 192.0.2.1:1000: user name where only a certificate "
                              "counts"));
}

TEST_F(AuthenticatorTest, WithoutACertificateThereIsNoStaff) {
  const auto refused = AsStaff({});
  EXPECT_THAT(refused, StatusIs(kUnauthenticated, HasSubstr("no staff member")));
  EXPECT_THAT(DetailOf(refused.status()).advice(), HasSubstr("over TLS"));
  EXPECT_THAT(AsStaff({"x@y"}), StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(),
              ElementsAre("- certificate 192.0.2.1:1000: no certificate",
                          "- certificate 192.0.2.1:1000: certificate of no staff member"));
}

TEST_F(AuthenticatorTest, FailuresAtTheStaffsDoorAreThrottledAndStaffAreNot) {
  for (int i = 0; i < 5; ++i) EXPECT_THAT(AsStaff({"x@y"}), StatusIs(kUnauthenticated));
  EXPECT_THAT(AsStaff({"x@y"}), StatusIs(kThrottled));
  EXPECT_THAT(AsStaff({"head@city.example"}), IsOk());
}

TEST_F(AuthenticatorTest, StaffWhoseLogInIsNotAuditedDontLogIn) {
  audit_.set_broken(true);
  EXPECT_THAT(AsStaff({"head@city.example"}), StatusIs(kUnavailable));
  EXPECT_THAT(AsStaff({"x@y"}), StatusIs(kUnavailable));
}

TEST_F(AuthenticatorTest, WithoutEvidenceThereIsNobody) {
  EXPECT_THAT(ByCertificate({}), StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(), ElementsAre(HasSubstr("neither certificate nor password")));
}

TEST_F(AuthenticatorTest, ThePasswordDecidesWhereThereIsAUserName) {
  PeerEvidence evidence;
  evidence.peer = "192.0.2.1:1000";
  evidence.sans = {"01@vendor.example"};
  evidence.user = "vendor-02";
  EXPECT_THAT(authenticator_->Authenticate(evidence, policy_), StatusIs(kUnauthenticated));
  evidence.password = "pass-02";
  ASSERT_OK_AND_ASSIGN(const Caller caller, authenticator_->Authenticate(evidence, policy_));
  EXPECT_EQ(caller.account, "vendor-02");
  EXPECT_EQ(caller.method, "password");
}

TEST_F(AuthenticatorTest, FailuresOfEveryKindReadTheSame) {
  const absl::Status unknown = ByPassword("nobody", "x", "192.0.2.1:1").status();
  const absl::Status wrong = ByPassword("vendor-01", "x", "192.0.2.2:1").status();
  const absl::Status without = ByPassword("certificate-only", "", "192.0.2.3:1").status();
  const absl::Status certificate = ByCertificate({"x@y"}, "192.0.2.4:1").status();
  EXPECT_THAT(unknown, StatusIs(kUnauthenticated));
  for (const absl::Status& status : {wrong, without, certificate}) EXPECT_EQ(status, unknown);
  EXPECT_EQ(DetailOf(unknown).reason(), "UNAUTHENTICATED");
  // Each took one run of Argon2id, so that time doesn't tell them apart either.
  EXPECT_EQ(verifications_, 3);
}

TEST_F(AuthenticatorTest, AnotherAccountsPasswordOpensNoAccountWithoutOne) {
  // vendor-01's line stands in for the missing one, for the time it takes.
  EXPECT_THAT(ByPassword("certificate-only", "pass-01"), StatusIs(kUnauthenticated));
  EXPECT_THAT(ByPassword("nobody", "pass-01"), StatusIs(kUnauthenticated));
}

TEST_F(AuthenticatorTest, TheLogNamesKnownAccountsOnlyAndNeverAPassword) {
  EXPECT_THAT(ByPassword("my-Secret-typed-here", "other secret"), StatusIs(kUnauthenticated));
  EXPECT_THAT(ByPassword("vendor-01", "third secret"), StatusIs(kUnauthenticated));
  EXPECT_THAT(audit_.Logins(), ElementsAre("- password 192.0.2.1:1000: unknown account",
                                           "vendor-01 password 192.0.2.1:1000: wrong password"));
  for (const auto& record : audit_.records()) {
    EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(record.ShortDebugString()), "secret"));
  }
}

TEST_F(AuthenticatorTest, ARightPasswordIsVerifiedOnceInFiveMinutes) {
  for (int i = 0; i < 10; ++i) EXPECT_THAT(ByPassword("vendor-01", "pass-01"), IsOk());
  EXPECT_EQ(verifications_, 1);
  Pass(absl::Minutes(5));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), IsOk());
  EXPECT_EQ(verifications_, 2);
}

TEST_F(AuthenticatorTest, ARememberedPasswordEndsWithItsLine) {
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), IsOk());
  policy_.mutable_accounts()[0].password_hash = "line of changed";
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), StatusIs(kUnauthenticated));
  policy_.mutable_accounts()[0].password_hash = "";
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), StatusIs(kUnauthenticated));
  policy_.mutable_accounts().clear();
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), StatusIs(kUnauthenticated));
}

TEST_F(AuthenticatorTest, ARememberedPasswordHelpsNobodyElseToGuess) {
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.1:1"), IsOk());
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(ByPassword("vendor-01", absl::StrCat("guess", i), "198.51.100.1:1"),
                StatusIs(kUnauthenticated));
  }
  // From there, or from anywhere else, even the right guess isn't heard...
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "198.51.100.1:1"), StatusIs(kThrottled));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "198.51.100.2:1"), StatusIs(kThrottled));
  EXPECT_EQ(verifications_, 6);
  // ...while the account's own work goes on.
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.1:2"), IsOk());
}

TEST_F(AuthenticatorTest, FailuresOfAnAccountAreThrottledWhereverTheyComeFrom) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(ByPassword("vendor-01", "x", absl::StrCat("192.0.2.", i, ":1")),
                StatusIs(kUnauthenticated));
    Pass(absl::Seconds(1));
  }
  const absl::Status status = ByPassword("vendor-01", "pass-01", "192.0.2.9:1").status();
  EXPECT_THAT(status, StatusIs(kThrottled, HasSubstr("try again in 55 seconds")));
  EXPECT_EQ(DetailOf(status).reason(), "LOGIN_THROTTLED");
  EXPECT_EQ(verifications_, 5) << "a refused attempt must not run Argon2id";
  // Others aren't concerned.
  EXPECT_THAT(ByPassword("vendor-02", "pass-02", "192.0.2.9:1"), IsOk());
  Pass(absl::Seconds(55));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.9:1"), IsOk());
}

TEST_F(AuthenticatorTest, FailuresFromAnAddressAreThrottledWhomeverTheyTry) {
  for (int i = 0; i < 5; ++i) {
    // Another port and a success in between change nothing.
    EXPECT_THAT(ByPassword("vendor-02", "pass-02", absl::StrCat("192.0.2.1:", i)), IsOk());
    EXPECT_THAT(ByPassword(absl::StrCat("guess", i), "x", absl::StrCat("192.0.2.1:", i)),
                StatusIs(kUnauthenticated));
  }
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.1:99"), StatusIs(kThrottled));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.2:99"), IsOk());
  Pass(absl::Seconds(60));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.1:99"), IsOk());
}

TEST_F(AuthenticatorTest, UnknownNamesAreThrottledLikeKnownOnes) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(ByPassword("nobody", "x", absl::StrCat("192.0.2.", i, ":1")),
                StatusIs(kUnauthenticated));
  }
  EXPECT_THAT(ByPassword("nobody", "x", "192.0.2.9:1"), StatusIs(kThrottled));
}

TEST_F(AuthenticatorTest, AGoodCertificateIsNeverThrottled) {
  for (int i = 0; i < 8; ++i) ByCertificate({"unknown@x"}).status().IgnoreError();
  EXPECT_THAT(ByCertificate({"unknown@x"}), StatusIs(kThrottled));
  EXPECT_THAT(ByCertificate({"01@vendor.example"}), IsOk());
}

TEST_F(AuthenticatorTest, ManyAttemptsAtOnceGainNothing) {
  std::vector<std::thread> threads;
  std::atomic<int> refused{0};
  std::atomic<int> wrong{0};
  for (int t = 0; t < 20; ++t) {
    threads.emplace_back([&, t] {
      const auto code = ByPassword("vendor-01", absl::StrCat("guess", t)).status().code();
      if (code == kThrottled) ++refused;
      if (code == kUnauthenticated) ++wrong;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 5);
  EXPECT_EQ(refused, 15);
  EXPECT_EQ(verifications_, 5);
}

TEST_F(AuthenticatorTest, ManyAttemptsAtOnceFromManyAddressesGainNothing) {
  options_.verify = [&](const std::string&, absl::string_view) {
    ++verifications_;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return false;
  };
  authenticator_ = MakeAuthenticator(options_, &audit_);
  std::vector<std::thread> threads;
  for (int t = 0; t < 20; ++t) {
    threads.emplace_back([&, t] {
      ByPassword("vendor-01", "guess", absl::StrCat("192.0.2.", t, ":1")).status().IgnoreError();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(verifications_, 5);
}

TEST_F(AuthenticatorTest, AtMostTwoVerificationsRunAtOnceAndAPoolOfConnectionsGetsIn) {
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  options_.verify = [&](const std::string& line, absl::string_view password) {
    ++verifications_;
    const int now_running = ++running;
    for (int seen = most; seen < now_running && !most.compare_exchange_weak(seen, now_running);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    --running;
    return line == absl::StrCat("line of ", password);
  };
  authenticator_ = MakeAuthenticator(options_, &audit_);
  std::vector<std::thread> threads;
  for (int t = 0; t < 30; ++t) {
    threads.emplace_back([&, t] {
      EXPECT_THAT(ByPassword("vendor-01", "pass-01", absl::StrCat("192.0.2.1:", t)), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 2);
  // The rest found it remembered.
  EXPECT_LE(verifications_, 4);
}

TEST_F(AuthenticatorTest, RefusesLogInsThatWouldWaitForever) {
  std::atomic<bool> go_on{false};
  options_.verify = [&](const std::string&, absl::string_view) {
    while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return false;
  };
  authenticator_ = MakeAuthenticator(options_, &audit_);
  std::atomic<int> too_many{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 80; ++t) {
    threads.emplace_back([&, t] {
      const absl::Status status =
          ByPassword(absl::StrCat("n", t), "x", absl::StrCat("192.0.2.", t, ":1")).status();
      if (DetailOf(status).reason() == "LOGINS_AT_ONCE") ++too_many;
    });
  }
  for (int i = 0; i < 5000 && too_many < 14; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(too_many, 14);
  go_on = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(too_many, 14);
}

TEST_F(AuthenticatorTest, LogInsAreAuditedAtTheFirstUseOfAConnection) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(ByCertificate({"01@vendor.example"}, "192.0.2.1:1"), IsOk());
    EXPECT_THAT(ByPassword("vendor-01", "pass-01", "192.0.2.1:1"), IsOk());
  }
  EXPECT_THAT(ByCertificate({"01@vendor.example"}, "192.0.2.1:2"), IsOk());
  EXPECT_THAT(audit_.Logins(), ElementsAre("vendor-01 certificate 192.0.2.1:1: accepted",
                                           "vendor-01 password 192.0.2.1:1: accepted",
                                           "vendor-01 certificate 192.0.2.1:2: accepted"));
  Pass(absl::Hours(1));
  EXPECT_THAT(ByCertificate({"01@vendor.example"}, "192.0.2.1:1"), IsOk());
  EXPECT_THAT(audit_.Logins(), SizeIs(4));
}

TEST_F(AuthenticatorTest, NobodyLogsInWhileTheLogCannotBeWritten) {
  audit_.set_broken(true);
  EXPECT_THAT(ByCertificate({"01@vendor.example"}), StatusIs(kUnavailable));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), StatusIs(kUnavailable));
  const absl::Status status = ByPassword("vendor-01", "x").status();
  EXPECT_THAT(status, StatusIs(kUnavailable));
  EXPECT_EQ(DetailOf(status).reason(), "AUDIT_UNAVAILABLE");
  audit_.set_broken(false);
  EXPECT_THAT(ByCertificate({"01@vendor.example"}), IsOk());
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), IsOk());
  EXPECT_THAT(audit_.Logins(), SizeIs(2));
}

TEST_F(AuthenticatorTest, AFloodIsAuditedBoundedly) {
  for (int i = 0; i < 1005; ++i) ByPassword("vendor-01", "x").status().IgnoreError();
  // Five failures, the first refusal, and the count of what had come by the next attempt.
  EXPECT_THAT(audit_.Logins(), SizeIs(7));
  EXPECT_EQ(audit_.Logins()[5], "vendor-01 password 192.0.2.1:1000: too many failures before");
  EXPECT_EQ(audit_.Logins()[6], "-  : 1 more attempts refused unheard since the last report");
  Pass(absl::Seconds(60));
  EXPECT_THAT(ByPassword("vendor-01", "pass-01"), IsOk());
  EXPECT_EQ(audit_.Logins()[7], "-  : 998 more attempts refused unheard since the last report");
}

TEST_F(AuthenticatorTest, WhatWasNotReportedIsReportedAtTheEnd) {
  for (int i = 0; i < 10; ++i) ByPassword("vendor-01", "x").status().IgnoreError();
  authenticator_.reset();
  EXPECT_EQ(audit_.Logins().back(), "-  : 3 more attempts refused unheard since the last report");
}

TEST_F(AuthenticatorTest, TheRealPasswordsWork) {
  ASSERT_OK_AND_ASSIGN(const std::string line, HashPassword("正しい password"));
  EXPECT_THAT(line, StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  policy_.mutable_accounts()[0].password_hash = line;
  options_.verify = nullptr;
  authenticator_ = MakeAuthenticator(options_, &audit_);
  EXPECT_THAT(ByPassword("vendor-01", "正しい password"), IsOk());
  EXPECT_THAT(ByPassword("vendor-01", "正しい passwore"), StatusIs(kUnauthenticated));
  EXPECT_THAT(ByPassword("vendor-01", ""), StatusIs(kUnauthenticated));
  EXPECT_THAT(ByPassword("vendor-01", std::string(2000, 'x')), StatusIs(kUnauthenticated));
  // A line that is none.
  policy_.mutable_accounts()[0].password_hash = "正しい password";
  EXPECT_THAT(ByPassword("vendor-01", "正しい password"), StatusIs(kUnauthenticated));
}

TEST(HashPasswordTest, SaltsAndRefusesWhatIsNoPassword) {
  ASSERT_OK_AND_ASSIGN(const std::string one, HashPassword("same"));
  ASSERT_OK_AND_ASSIGN(const std::string other, HashPassword("same"));
  EXPECT_NE(one, other);
  EXPECT_THAT(HashPassword(""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(HashPassword(std::string(1025, 'x')), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sudare::testing
