// The token service over TLS: real certificates, the real authenticator and desk, a log in memory.
#include "proxy/rpc/token_service.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/rpc/door.h"
#include "proxy/rpc/status_translation.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/proxy/token/token_policy.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using testing::CertificateOffice;
using testing::CertificatePair;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

constexpr char kName[] = "髙橋 一郎";
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class TokenPolicySource : public PolicySource {
 public:
  std::shared_ptr<const Policy> Current() const override { return policy; }
  std::shared_ptr<const Policy> policy = testing::TokenPolicy();
};

class TokenServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(::testing::TempDir(), "/tokens-",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    ASSERT_OK_AND_ASSIGN(CertificateOffice office, CertificateOffice::Open(folder_));
    office_ = std::make_unique<CertificateOffice>(office);
    ASSERT_OK_AND_ASSIGN(const CertificatePair server,
                         office_->Issue("server", "DNS:localhost,IP:127.0.0.1"));
    DoorOptions options;
    options.listener.set_address("127.0.0.1:0");
    options.listener.set_passwords(true);
    options.listener.mutable_tls()->set_certificate(server.certificate);
    options.listener.mutable_tls()->set_private_key(server.private_key);
    options.listener.mutable_tls()->set_client_ca(office_->authority());
    TokenDeskParts desk;
    desk.keyring = keyring_;
    desk.quota = &quota_;
    desk.audit = &audit_;
    desk_ = std::make_unique<TokenDesk>(std::move(desk));
    ASSERT_OK_AND_ASSIGN(door_, Door::Open(options, parts_.ForService(), TokenParts()));
    ASSERT_OK_AND_ASSIGN(plain_door_,
                         Door::Open(testing::LoopbackDoor(), parts_.ForService(), TokenParts()));
  }

  TokenServiceParts TokenParts() {
    TokenServiceParts parts;
    parts.desk = desk_.get();
    parts.authenticator = authenticator_.get();
    parts.policy = &policy_;
    return parts;
  }

  // With the certificate of this e-mail address; none if it is empty.
  std::unique_ptr<sudare::v1::TokenService::Stub> As(const std::string& san) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = Read(office_->authority());
    if (!san.empty()) {
      const auto pair = office_->Issue(absl::StrCat("client", ++issued_), "email:" + san);
      EXPECT_THAT(pair, IsOk());
      options.pem_cert_chain = Read(pair->certificate);
      options.pem_private_key = Read(pair->private_key);
    }
    return sudare::v1::TokenService::NewStub(
        testing::Connect(door_->address(), grpc::SslCredentials(options)));
  }

  absl::StatusOr<sudare::v1::DetokenizeResponse> Detokenize(sudare::v1::TokenService::Stub& stub,
                                                            const std::string& token,
                                                            bool with_password = false) {
    grpc::ClientContext context;
    if (with_password) testing::LogIn(context);
    sudare::v1::DetokenizeRequest request;
    request.set_token(token);
    request.set_purpose("#12");
    sudare::v1::DetokenizeResponse response;
    const absl::Status status = FromWire(stub.Detokenize(&context, request, &response));
    if (!status.ok()) {
      EXPECT_EQ(response.ByteSizeLong(), 0u);
      return status;
    }
    return response;
  }

  int Detokenizations() const {
    int count = 0;
    for (const auto& record : audit_.records()) count += record.has_detokenization();
    return count;
  }

  std::string folder_;
  int issued_ = 0;
  std::unique_ptr<CertificateOffice> office_;
  const std::shared_ptr<const Keyring> keyring_ = testing::KeyringOf('k');
  const std::string token_ = testing::TokenOf(*keyring_, "name", "role:payroll", "nam", kName);
  testing::FakeAuditLog audit_;
  StaffQuota quota_{{}};
  TokenPolicySource policy_;
  std::unique_ptr<Authenticator> authenticator_ = MakeAuthenticator({}, &audit_);
  std::unique_ptr<TokenDesk> desk_;
  testing::DoorParts parts_;
  std::unique_ptr<Door> door_;
  std::unique_ptr<Door> plain_door_;
};

TEST_F(TokenServiceTest, StaffWithTheDutyGetTheValue) {
  ASSERT_OK_AND_ASSIGN(const auto response, Detokenize(*As("head@city.example"), token_));
  EXPECT_EQ(response.value(), kName);
  EXPECT_EQ(response.origin().role(), "payroll");
  EXPECT_EQ(Detokenizations(), 1);
}

TEST_F(TokenServiceTest, ErrorsCarryTheirDetail) {
  const auto refused = Detokenize(*As("head@city.example"), "nam_forged");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(DetailOf(refused.status()).reason(), "NO_TOKEN");
  EXPECT_THAT(DetailOf(refused.status()).advice(), Not(IsEmpty()));
}

TEST_F(TokenServiceTest, AVendorsCertificateIsDeniedAndOnRecord) {
  const auto refused = Detokenize(*As("01@vendor.example"), token_);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("`payroll-01`")));
  ASSERT_EQ(Detokenizations(), 1);
  EXPECT_EQ(audit_.records().back().detokenization().caller().account(), "payroll-01");
}

TEST_F(TokenServiceTest, NobodyElseGetsIn) {
  EXPECT_THAT(Detokenize(*As(""), token_), StatusIs(kUnauthenticated));
  EXPECT_THAT(Detokenize(*As("stranger@city.example"), token_), StatusIs(kUnauthenticated));
  EXPECT_EQ(Detokenizations(), 0);
}

TEST_F(TokenServiceTest, PasswordsOpenNothingHere) {
  // One that opens the query service of the same door.
  EXPECT_THAT(Detokenize(*As(""), token_, /*with_password=*/true), StatusIs(kUnauthenticated));
  EXPECT_THAT(Detokenize(*As("head@city.example"), token_, /*with_password=*/true),
              StatusIs(kUnauthenticated));
  EXPECT_EQ(Detokenizations(), 0);
}

TEST_F(TokenServiceTest, PlainTextOpensNothingHere) {
  const auto stub = sudare::v1::TokenService::NewStub(testing::Connect(plain_door_->address()));
  for (const bool with_password : {false, true}) {
    EXPECT_THAT(Detokenize(*stub, token_, with_password),
                StatusIs(kUnauthenticated, HasSubstr("no staff member")));
  }
  EXPECT_EQ(Detokenizations(), 0);
}

TEST_F(TokenServiceTest, TraceTellsWhoseItIs) {
  const auto stub = As("audit@city.example");
  grpc::ClientContext context;
  sudare::v1::TraceRequest request;
  request.set_token(token_);
  sudare::v1::TraceResponse response;
  EXPECT_THAT(FromWire(stub->Trace(&context, request, &response)), IsOk());
  EXPECT_EQ(response.origin().holders_size(), 2);
  EXPECT_THAT(Detokenize(*stub, token_), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(TokenServiceTest, ABrokenLogAnswersNothing) {
  const auto stub = As("head@city.example");
  ASSERT_THAT(Detokenize(*stub, token_), IsOk());
  audit_.set_broken(true);
  EXPECT_THAT(Detokenize(*stub, token_), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(TokenServiceTest, WithoutAPolicyThereAreNoTokens) {
  policy_.policy = nullptr;
  EXPECT_THAT(Detokenize(*As("head@city.example"), token_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace sudare
