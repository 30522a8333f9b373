#include "proxy/doctor/tls_check.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/folder.h"
#include "tests/support/certificates.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::CertificateOffice;
using ::sudare::testing::CertificatePair;
using ::sudare::testing::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;

constexpr char kPolicy[] = R"(
  classes { name: "c" }
  tables { name: "s.t" columns { name: "a" class: "c" } }
  roles { name: "r" rules { class: "c" allow {} } }
  accounts { name: "vendor-01" role: "r" kind: PROGRAM certificate { san: "01@vendor.example" } }
  accounts { name: "vendor-02" role: "r" kind: PROGRAM certificate { san: "02@vendor.example" } }
  staff { name: "admin" duties: [ ADMINISTER ] certificate { san: "admin@city.example" } })";

class TlsCheckTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new Folder();
    office_ = new CertificateOffice(CertificateOffice::Open(folder_->path() + "/office").value());
    server_ = new CertificatePair(
        office_->Issue("server", "DNS:db.city.example,IP:10.0.0.7", 400).value());
    // The authority of tests lives for two days.
    ASSERT_THAT(OpenSsl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "
                        "400 -subj /CN=long -keyout " +
                        folder_->path() + "/long.key -out " + folder_->path() + "/long.pem"),
                IsOk());
  }
  static void TearDownTestSuite() {
    delete server_;
    delete office_;
    delete folder_;
  }

  void SetUp() override {
    Use(server_->certificate, server_->private_key, folder_->path() + "/long.pem");
  }

  static absl::Status OpenSsl(const std::string& arguments) {
    testing::ChildOptions options;
    options.arguments = absl::StrSplit(absl::StrCat("/usr/bin/openssl ", arguments), ' ');
    return testing::RunProgram(options, "").status();
  }

  void Use(const std::string& certificate, const std::string& key, const std::string& authority) {
    config_.clear_listeners();
    auto* tls = config_.add_listeners()->mutable_tls();
    tls->set_certificate(certificate);
    tls->set_private_key(key);
    tls->set_client_ca(authority);
  }

  Findings Check(absl::Time now = absl::Now()) const {
    Findings findings;
    CheckTls(config_, now, &findings);
    return findings;
  }

  Findings CheckClient(const std::string& path, absl::Time now = absl::Now()) const {
    Findings findings;
    const auto policy = LoadPolicyFromSources({{"p", kPolicy}}).policy;
    CheckClientCertificates({path}, config_, policy.get(), now, &findings);
    return findings;
  }

  static Folder* folder_;
  static CertificateOffice* office_;
  static CertificatePair* server_;
  sudare::v1::Config config_;
};

Folder* TlsCheckTest::folder_ = nullptr;
CertificateOffice* TlsCheckTest::office_ = nullptr;
CertificatePair* TlsCheckTest::server_ = nullptr;

TEST_F(TlsCheckTest, AGoodPairAndAnAuthorityAreGood) {
  EXPECT_THAT(Codes(Check()), ElementsAre("certificate-ok", "client-ca-ok"));
  EXPECT_THAT(Check(), Tells("certificate-ok", "db.city.example, 10.0.0.7"));
}

TEST_F(TlsCheckTest, TimesOfValidityAreLookedAt) {
  EXPECT_THAT(Check(absl::Now() + absl::Hours(24 * 390)),
              AllOf(Tells("certificate-ends-soon", "server.pem"),
                    Tells("certificate-ends-soon", "long.pem"),
                    Tells("certificate-ends-soon", "in 9 days")));
  EXPECT_THAT(
      Check(absl::Now() + absl::Hours(24 * 401)),
      AllOf(Tells("certificate-expired", "server.pem"), Tells("certificate-expired", "long.pem"),
            DoesNotTell("certificate-ok"), DoesNotTell("client-ca-ok")));
  EXPECT_THAT(Check(absl::Now() - absl::Hours(24)),
              Tells("certificate-not-yet-valid", "server.pem"));
}

TEST_F(TlsCheckTest, AKeyOfAnotherCertificateIsTold) {
  const CertificatePair other = office_->Issue("other", "DNS:x", 400).value();
  Use(server_->certificate, other.private_key, folder_->path() + "/long.pem");
  EXPECT_THAT(Check(), Tells("key-mismatch", "other.key"));
}

TEST_F(TlsCheckTest, AKeyThatNeedsAPassphraseIsTold) {
  const std::string sealed = folder_->path() + "/sealed.key";
  ASSERT_THAT(
      OpenSsl("pkey -in " + server_->private_key + " -aes256 -passout pass:x -out " + sealed),
      IsOk());
  Use(server_->certificate, sealed, folder_->path() + "/long.pem");
  EXPECT_THAT(Check(), Tells("key-unreadable", "sealed.key"));
}

TEST_F(TlsCheckTest, WhatIsNoCertificateIsTold) {
  Use(folder_->Write("not.pem", "nothing"), server_->private_key, folder_->path() + "/not.pem");
  EXPECT_THAT(Codes(Check()), ElementsAre("certificate-unreadable", "certificate-unreadable"));
}

TEST_F(TlsCheckTest, ACertificateWithoutNameIsTold) {
  Use(folder_->path() + "/long.pem", folder_->path() + "/long.key", folder_->path() + "/long.pem");
  EXPECT_THAT(Check(), Tells("certificate-no-name", "long.pem"));
}

TEST_F(TlsCheckTest, AWeakKeyIsTold) {
  const std::string stem = folder_->path() + "/weak";
  ASSERT_THAT(OpenSsl("req -x509 -newkey rsa:1024 -nodes -days 400 -subj /CN=weak -addext "
                      "subjectAltName=DNS:weak -keyout " +
                      stem + ".key -out " + stem + ".pem"),
              IsOk());
  Use(stem + ".pem", stem + ".key", folder_->path() + "/long.pem");
  EXPECT_THAT(Check(), Tells("certificate-weak", "RSA 1024"));
  Use(server_->certificate, server_->private_key, stem + ".pem");
  EXPECT_THAT(Check(), AllOf(Tells("certificate-weak", "weak.pem"), DoesNotTell("client-ca-ok")));
}

TEST_F(TlsCheckTest, AnAuthorityMustBeOne) {
  Use(server_->certificate, server_->private_key, server_->certificate);
  EXPECT_THAT(Check(), Tells("client-ca-not-authority", "CN=server"));
}

TEST_F(TlsCheckTest, AListOfPublicAuthoritiesIsTold) {
  const std::string one = Folder::Read(folder_->path() + "/long.pem");
  const std::string many = folder_->Write("many.pem", one + one + one + one + one + one);
  Use(server_->certificate, server_->private_key, many);
  EXPECT_THAT(Check(), Tells("client-ca-wide", "6 authorities"));
}

TEST_F(TlsCheckTest, AClientsCertificateIsHeldAgainstPolicyAndAuthority) {
  Use(server_->certificate, server_->private_key, office_->authority());
  const std::string vendor =
      office_->Issue("vendor", "email:01@vendor.example", 400).value().certificate;
  EXPECT_THAT(Codes(CheckClient(vendor)), ElementsAre("client-certificate-ok"));
  EXPECT_THAT(CheckClient(vendor), Tells("client-certificate-ok", "of vendor-01"));
  const std::string admin =
      office_->Issue("admin", "email:admin@city.example", 400).value().certificate;
  EXPECT_THAT(CheckClient(admin), Tells("client-certificate-ok", "of admin"));

  const std::string nobody =
      office_->Issue("nobody", "email:03@vendor.example", 400).value().certificate;
  EXPECT_THAT(CheckClient(nobody), AllOf(Tells("client-certificate-unknown", "03@vendor.example"),
                                         DoesNotTell("client-certificate-ok")));
  const std::string both =
      office_->Issue("both", "email:01@vendor.example,email:02@vendor.example", 400)
          .value()
          .certificate;
  EXPECT_THAT(CheckClient(both), Tells("client-certificate-ambiguous", "vendor-01, vendor-02"));
  EXPECT_THAT(
      CheckClient(vendor, absl::Now() + absl::Hours(24 * 500)),
      AllOf(Tells("certificate-expired", "vendor.pem"), DoesNotTell("client-certificate-ok")));

  Use(server_->certificate, server_->private_key, folder_->path() + "/long.pem");
  EXPECT_THAT(CheckClient(vendor), AllOf(Tells("client-certificate-foreign", "long.pem"),
                                         DoesNotTell("client-certificate-ok")));
  EXPECT_THAT(CheckClient(folder_->path() + "/gone.pem"),
              Tells("certificate-unreadable", "No such file"));
}

}  // namespace
}  // namespace sudare::doctor
