#include "proxy/identity/certificate.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_policy.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Self-signed, made by `openssl req -x509`; the digest by `openssl x509 -outform der | sha256sum`.
constexpr char kPem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdDCCARugAwIBAgIUXFYBkn0FPswlOS1fU91b7I64z8kwCgYIKoZIzj0EAwIw\n"
    "DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjMwNjIxNTJaGA8yMTI2MTAzMDA2MjE1\n"
    "MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCv2\n"
    "gC8c09cgEV0p9a4MQoY9UvbUYKQ3aAcZetSw94djexvDj4Ku4/RMjk8muPiNSpAL\n"
    "oYbUTT1XNOu2ImBvWCGjUzBRMB0GA1UdDgQWBBQArLRnX5C41Zp1diSAtXL7o4M7\n"
    "dzAfBgNVHSMEGDAWgBQArLRnX5C41Zp1diSAtXL7o4M7dzAPBgNVHRMBAf8EBTAD\n"
    "AQH/MAoGCCqGSM49BAMCA0cAMEQCIF+PJ1igEKzhbWTHJafO0t66YyWzMzUTmgaI\n"
    "2sa2/I9lAiBdB8fFmOArHDAZOjBQ8I6StQK6nxIToaMTFGg2LF7uKw==\n"
    "-----END CERTIFICATE-----\n";
constexpr char kSha256[] = "219362951f345410d9ec762d9a66a57f98da667e98b53086e1556d1920a98e30";

TEST(CertificateTest, HashesTheDerForm) {
  EXPECT_EQ(CertificateSha256(kPem), std::string(kSha256));
  EXPECT_EQ(CertificateSha256(std::string("Subject: x\n") + kPem + kPem), std::string(kSha256));
}

TEST(CertificateTest, TextThatHoldsNoCertificateHasNoHash) {
  for (const char* text : {"", "x", "-----BEGIN CERTIFICATE-----",
                           "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                           "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----",
                           "-----END CERTIFICATE----- -----BEGIN CERTIFICATE-----"}) {
    EXPECT_EQ(CertificateSha256(text), std::nullopt) << text;
  }
}

TEST(CertificateTest, CaseMeansNothingInHostsOnly) {
  EXPECT_EQ(ComparableSan("01@Payroll-Vendor.EXAMPLE"), "01@payroll-vendor.example");
  EXPECT_EQ(ComparableSan("Vendor.01@X.example"), "Vendor.01@x.example");
  EXPECT_EQ(ComparableSan("Host.EXAMPLE"), "host.example");
  EXPECT_EQ(ComparableSan("spiffe://City.example/Payroll"), "spiffe://City.example/Payroll");
  EXPECT_EQ(ComparableSan("https://u@Host/Path"), "https://u@Host/Path");
  EXPECT_EQ(ComparableSan("urn:Payroll:01"), "urn:Payroll:01");
}

class HoldersOfCertificateTest : public ::testing::Test {
 protected:
  // Adds an account with one certificate entry.
  void Add(const std::string& name, const std::string& san, const std::string& sha256 = "") {
    Account account;
    account.name = name;
    account.certificates.emplace_back();
    account.certificates.back().set_san(san);
    account.certificates.back().set_sha256(sha256);
    policy_.mutable_accounts().push_back(account);
  }

  std::vector<std::string> Find(const std::vector<std::string>& sans, const std::string& pem = "") {
    std::vector<std::string> names;
    for (const Account* account : HoldersOfCertificate(policy_, sans, pem).accounts) {
      names.push_back(account->name);
    }
    return names;
  }

  FakePolicy policy_;
};

TEST_F(HoldersOfCertificateTest, MatchesAnyNameOfTheCertificate) {
  Add("one", "01@vendor.example");
  Add("two", "02@vendor.example");
  EXPECT_THAT(Find({"other@x", "01@VENDOR.example"}), ElementsAre("one"));
  EXPECT_THAT(Find({"01@vendor.example", "02@vendor.example"}), ElementsAre("one", "two"));
}

TEST_F(HoldersOfCertificateTest, MatchesWholeNamesOnly) {
  Add("one", "01@vendor.example");
  EXPECT_THAT(Find({"1@vendor.example", "01@vendor.example.org", "01@vendor.exampl", "",
                    "01@vendor.example\n", "*@vendor.example"}),
              IsEmpty());
  EXPECT_THAT(Find({std::string("01@vendor.example\0x", 19)}), IsEmpty());
  EXPECT_THAT(Find({}), IsEmpty());
}

TEST_F(HoldersOfCertificateTest, AnEntryWithoutNameMatchesNobody) {
  Add("one", "");
  EXPECT_THAT(Find({""}), IsEmpty());
  Add("two", "", kSha256);
  EXPECT_THAT(Find({""}, kPem), IsEmpty());
}

TEST_F(HoldersOfCertificateTest, APinAcceptsOneCertificateOnly) {
  Add("one", "01@vendor.example", kSha256);
  EXPECT_THAT(Find({"01@vendor.example"}, kPem), ElementsAre("one"));
  EXPECT_THAT(Find({"01@vendor.example"}, ""), IsEmpty());
  EXPECT_THAT(Find({"02@vendor.example"}, kPem), IsEmpty());
  policy_.mutable_accounts()[0].certificates[0].set_sha256(std::string(64, '0'));
  EXPECT_THAT(Find({"01@vendor.example"}, kPem), IsEmpty());
}

TEST_F(HoldersOfCertificateTest, APinMayBeWrittenTheWayOpensslPrintsIt) {
  Add("one", "01@vendor.example",
      "21:93:62:95:1F:34:54:10:D9:EC:76:2D:9A:66:A5:7F:98:DA:66:7E:98:B5:30:86:E1:55:6D:19:20:A9:"
      "8E:30");
  EXPECT_THAT(Find({"01@vendor.example"}, kPem), ElementsAre("one"));
}

TEST_F(HoldersOfCertificateTest, StaffAreFoundTheSameWay) {
  Add("one", "01@vendor.example");
  StaffMember head;
  head.name = "head";
  head.certificates.emplace_back();
  head.certificates.back().set_san("head@city.example");
  head.certificates.back().set_sha256(kSha256);
  policy_.mutable_staff().push_back(head);
  EXPECT_THAT(HoldersOfCertificate(policy_, {"head@CITY.example"}, kPem).staff,
              ElementsAre(&policy_.staff()[0]));
  EXPECT_EQ(HoldersOfCertificate(policy_, {"head@city.example"}, "").size(), 0u);
  const std::vector<std::string> both = {"01@vendor.example", "head@city.example"};
  EXPECT_EQ(HoldersOfCertificate(policy_, both, kPem).size(), 2u);
}

}  // namespace
}  // namespace sudare::testing
