// Who gets through TLS: certificates made by openssl, real handshakes over the loopback.
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/rpc/door.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using testing::CertificateOffice;
using testing::CertificatePair;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StatusIs;
using testing::TwoKeyAuthenticator;

constexpr char kVendorSan[] = "email:01@payroll-vendor.example";

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(::testing::TempDir(), "/tls-",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    ASSERT_OK_AND_ASSIGN(CertificateOffice office, CertificateOffice::Open(folder_));
    office_ = std::make_unique<CertificateOffice>(office);
    ASSERT_OK_AND_ASSIGN(server_, office_->Issue("server", "DNS:localhost,IP:127.0.0.1"));
  }

  sudare::v1::Listener Listener() const {
    sudare::v1::Listener listener;
    listener.set_address("127.0.0.1:0");
    listener.mutable_tls()->set_certificate(server_.certificate);
    listener.mutable_tls()->set_private_key(server_.private_key);
    listener.mutable_tls()->set_client_ca(office_->authority());
    return listener;
  }

  void Open(const sudare::v1::Listener& listener) {
    DoorOptions options;
    options.listener = listener;
    ASSERT_OK_AND_ASSIGN(door_, Door::Open(options, parts_.ForService()));
  }

  // One call with this certificate, or none.
  grpc::Status Call(const CertificatePair& pair, bool with_password = false) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = Read(office_->authority());
    if (!pair.certificate.empty()) {
      options.pem_cert_chain = Read(pair.certificate);
      options.pem_private_key = Read(pair.private_key);
    }
    auto stub = sudare::v1::QueryService::NewStub(
        testing::Connect(door_->address(), grpc::SslCredentials(options)));
    grpc::ClientContext context;
    if (with_password) testing::LogIn(context);
    sudare::v1::ListTablesResponse response;
    return stub->ListTables(&context, {}, &response);
  }

  std::string folder_;
  std::unique_ptr<CertificateOffice> office_;
  CertificatePair server_;
  testing::DoorParts parts_;
  std::unique_ptr<Door> door_;
};

TEST_F(TlsTest, TellsTheNamesOfAVerifiedCertificate) {
  Open(Listener());
  ASSERT_OK_AND_ASSIGN(
      const CertificatePair vendor,
      office_->Issue("vendor", absl::StrCat(kVendorSan, ",URI:spiffe://vendor.example/01")));
  const grpc::Status status = Call(vendor);
  EXPECT_TRUE(status.ok()) << status.error_message();
  const PeerEvidence evidence = parts_.authenticator.last_evidence();
  EXPECT_THAT(evidence.sans, ElementsAre(TwoKeyAuthenticator::kSan, "spiffe://vendor.example/01"));
  EXPECT_EQ(evidence.certificate_pem, Read(vendor.certificate));
  EXPECT_EQ(parts_.pipeline.last_caller().method, "certificate");
}

TEST_F(TlsTest, RefusesAClientWithoutACertificate) {
  Open(Listener());
  EXPECT_EQ(Call({}).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Call({}, true).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, RefusesACertificateOfAnotherAuthority) {
  ASSERT_OK_AND_ASSIGN(const CertificateOffice foreign,
                       CertificateOffice::Open(folder_ + "-foreign"));
  ASSERT_OK_AND_ASSIGN(const CertificatePair vendor, foreign.Issue("vendor", kVendorSan));
  for (const bool passwords : {false, true}) {
    sudare::v1::Listener listener = Listener();
    listener.set_passwords(passwords);
    Open(listener);
    EXPECT_EQ(Call(vendor).error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

TEST_F(TlsTest, RefusesAnExpiredCertificate) {
  ASSERT_OK_AND_ASSIGN(const CertificatePair vendor, office_->Issue("vendor", kVendorSan, -1));
  for (const bool passwords : {false, true}) {
    sudare::v1::Listener listener = Listener();
    listener.set_passwords(passwords);
    Open(listener);
    EXPECT_EQ(Call(vendor).error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

TEST_F(TlsTest, RefusesACertificateThatSignedItself) {
  Open(Listener());
  // The authority's own key signs a certificate for the vendor, but under another authority's name.
  ASSERT_OK_AND_ASSIGN(const CertificateOffice self, CertificateOffice::Open(folder_ + "-self"));
  EXPECT_EQ(Call({self.authority(), folder_ + "-self/ca.key"}).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AKnownAuthoritysCertificateOfSomebodyElseIsNobody) {
  Open(Listener());
  ASSERT_OK_AND_ASSIGN(const CertificatePair other, office_->Issue("other", "email:x@y.example"));
  EXPECT_EQ(Call(other).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, BothWaysInWorkOnOneListenerWithPasswords) {
  sudare::v1::Listener listener = Listener();
  listener.set_passwords(true);
  Open(listener);
  ASSERT_OK_AND_ASSIGN(const CertificatePair vendor, office_->Issue("vendor", kVendorSan));
  EXPECT_TRUE(Call(vendor).ok());
  EXPECT_EQ(parts_.pipeline.last_caller().method, "certificate");
  EXPECT_TRUE(Call({}, true).ok());
  EXPECT_EQ(parts_.pipeline.last_caller().method, "password");
  EXPECT_THAT(parts_.authenticator.last_evidence().sans, IsEmpty());
  EXPECT_EQ(Call({}).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, PasswordsAloneNeedNoAuthority) {
  sudare::v1::Listener listener = Listener();
  listener.mutable_tls()->clear_client_ca();
  DoorOptions options;
  options.listener = listener;
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`client_ca`")));
  listener.set_passwords(true);
  Open(listener);
  EXPECT_TRUE(Call({}, true).ok());
  // Nobody verified it: it proves nothing.
  ASSERT_OK_AND_ASSIGN(const CertificatePair vendor, office_->Issue("vendor", kVendorSan));
  EXPECT_EQ(Call(vendor).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, AClientRefusesAServerOfAnotherName) {
  ASSERT_OK_AND_ASSIGN(server_, office_->Issue("elsewhere", "DNS:elsewhere.example"));
  Open(Listener());
  ASSERT_OK_AND_ASSIGN(const CertificatePair vendor, office_->Issue("vendor", kVendorSan));
  EXPECT_EQ(Call(vendor).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, PlainTextGetsNothing) {
  Open(Listener());
  auto stub = sudare::v1::QueryService::NewStub(testing::Connect(door_->address()));
  grpc::ClientContext context;
  sudare::v1::ListTablesResponse response;
  EXPECT_EQ(stub->ListTables(&context, {}, &response).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, NamesTheFileThatCannotBeUsed) {
  DoorOptions options;
  options.listener = Listener();
  options.listener.mutable_tls()->set_private_key(folder_ + "/missing.key");
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("missing.key")));
  options.listener = Listener();
  options.listener.mutable_tls()->set_certificate(folder_ + "/server.ext");
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not PEM")));
  ASSERT_OK_AND_ASSIGN(const CertificatePair other, office_->Issue("other", "DNS:localhost"));
  options.listener = Listener();
  options.listener.mutable_tls()->set_private_key(other.private_key);
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("does not belong to the certificate")));
  ASSERT_OK_AND_ASSIGN(const CertificatePair old, office_->Issue("old", "DNS:localhost", -1));
  options.listener.mutable_tls()->set_certificate(old.certificate);
  options.listener.mutable_tls()->set_private_key(old.private_key);
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("has expired")));
}

}  // namespace
}  // namespace sudare
