// Who is let in: certificates and passwords of every wrong kind are refused, and log-ins are on
// record.
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSan[] = "email:vendor@example.com";

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class LogInTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(office_, Office::Open()); }

  void TearDown() override {
    EXPECT_TRUE(office_->proxy().IsRunning());
    const auto stub = sudare::v1::QueryService::NewStub(
        office_->proxy().TlsChannel("vendor", "vendor@example.com"));
    const Reply reply = RunQuery(*stub, "", "SELECT 1");
    EXPECT_TRUE(reply.status.ok() || reply.detail.reason() == "LOGIN_THROTTLED")
        << ::testing::PrintToString(reply);
    EXPECT_THAT(office_->AuditRecords(), IsOk());
  }

  // With these files for the client; empty: no certificate.
  grpc::Status Try(const std::string& certificate, const std::string& key) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = ReadFile(office_->proxy().folder() + "/ca.pem");
    if (!certificate.empty()) {
      ssl.pem_cert_chain = ReadFile(certificate);
      ssl.pem_private_key = ReadFile(key);
    }
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = sudare::v1::QueryService::NewStub(
        grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", office_->proxy().tls_port()),
                                  grpc::SslCredentials(ssl), arguments));
    const Reply reply = RunQuery(*stub, "", "SELECT 1", {}, true, absl::Seconds(5));
    EXPECT_EQ(reply.row_count, reply.status.ok() ? 1u : 0u);
    return reply.status;
  }

  // A certificate of the authority that the proxy trusts. `days` as openssl takes them.
  CertificatePair Issue(const std::string& name, const std::string& san,
                        const std::vector<std::string>& validity) {
    const std::string folder = office_->proxy().folder();
    const std::string stem = absl::StrCat(folder, "/", name);
    std::ofstream(stem + ".ext") << "subjectAltName=" << san << "\n";
    OpenSsl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-subj", "/CN=" + name, "-keyout", stem + ".key", "-out", stem + ".csr"});
    // Only `ca` and `x509` of later versions set both dates.
    std::ofstream(folder + "/index.txt");
    std::ofstream(folder + "/ca.cnf")
        << "[ca]\ndefault_ca=office\n[office]\ndatabase=" << folder
        << "/index.txt\nserial=" << folder << "/serial\nnew_certs_dir=" << folder
        << "\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n";
    std::vector<std::string> arguments = {"ca",
                                          "-batch",
                                          "-config",
                                          folder + "/ca.cnf",
                                          "-create_serial",
                                          "-notext",
                                          "-in",
                                          stem + ".csr",
                                          "-out",
                                          stem + ".pem",
                                          "-cert",
                                          folder + "/ca.pem",
                                          "-keyfile",
                                          folder + "/ca.key",
                                          "-extfile",
                                          stem + ".ext"};
    arguments.insert(arguments.end(), validity.begin(), validity.end());
    OpenSsl(arguments);
    return {stem + ".pem", stem + ".key"};
  }

  static void OpenSsl(std::vector<std::string> arguments) {
    ChildOptions options;
    arguments.insert(arguments.begin(), "/usr/bin/openssl");
    options.arguments = std::move(arguments);
    EXPECT_THAT(RunProgram(options, ""), IsOk());
  }

  Reply ByPassword(const std::string& authorization) {
    grpc::ClientContext context;
    if (!authorization.empty()) context.AddMetadata("authorization", authorization);
    sudare::v1::QueryRequest request;
    request.set_sql("SELECT 1");
    const auto reader = office_->stub().Query(&context, request);
    sudare::v1::QueryResponse response;
    Reply reply;
    while (reader->Read(&response)) reply.row_count += response.batch().row_count();
    reply.status = reader->Finish();
    reply.detail.set_message(reply.status.error_message());
    return reply;
  }

  static std::string Basic(const std::string& user, const std::string& password) {
    return absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(user, ":", password)));
  }

  std::unique_ptr<Office> office_;
  int names_ = 0;
};

TEST_F(LogInTest, CertificatesThatDontHoldEndInTheHandshake) {
  const auto good = Issue("good", kSan, {"-days", "1"});
  EXPECT_TRUE(Try(good.certificate, good.private_key).ok());

  const auto expired =
      Issue("expired", kSan, {"-startdate", "20200101000000Z", "-enddate", "20210101000000Z"});
  const auto early =
      Issue("early", kSan, {"-startdate", "20980101000000Z", "-enddate", "20990101000000Z"});
  ASSERT_OK_AND_ASSIGN(const auto foreign_office,
                       CertificateOffice::Open(office_->proxy().folder() + "/foreign"));
  ASSERT_OK_AND_ASSIGN(const auto foreign, foreign_office.Issue("foreign", kSan));
  const std::string self = office_->proxy().folder() + "/self";
  OpenSsl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
           "-days", "1", "-subj", "/CN=vendor", "-addext", absl::StrCat("subjectAltName=", kSan),
           "-keyout", self + ".key", "-out", self + ".pem"});
  for (const CertificatePair& pair :
       {expired, early, foreign, CertificatePair{self + ".pem", self + ".key"},
        CertificatePair{"", ""}}) {
    const grpc::Status status = Try(pair.certificate, pair.private_key);
    EXPECT_THAT(status.error_code(),
                AnyOf(grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::UNAUTHENTICATED,
                      grpc::StatusCode::DEADLINE_EXCEEDED))
        << pair.certificate << " " << status.error_message();
  }
}

TEST_F(LogInTest, ACertificateOfNobodyKnownIsRefusedAndRecorded) {
  for (const char* san : {"email:nobody@example.com", "email:VENDOR@example.com",
                          "email:vendor@example.com.evil.example", "DNS:vendor.example.com"}) {
    const auto pair = Issue(absl::StrCat("nobody", ++names_), san, {"-days", "1"});
    const grpc::Status status = Try(pair.certificate, pair.private_key);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << san;
  }
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  int refused = 0;
  for (const auto& record : records) {
    if (!record.has_login() || record.login().accepted()) continue;
    ++refused;
    EXPECT_EQ(record.login().reason(), "certificate of no account");
    EXPECT_EQ(record.login().caller().account(), "");
  }
  EXPECT_EQ(refused, 4);
}

TEST_F(LogInTest, WrongPasswordsAreRefusedRecordedAndThrottled) {
  ASSERT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
  for (const std::string& wrong :
       {Basic("vendor", "wrong-hirake-goma"), Basic("nobody-here", ProxyProcess::kPassword),
        Basic("vendor", "")}) {
    EXPECT_EQ(ByPassword(wrong).status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  }
  grpc::StatusCode last = grpc::StatusCode::OK;
  for (int i = 0; i < 10; ++i)
    last = ByPassword(Basic("hr", "wrong-hirake-goma")).status.error_code();
  EXPECT_EQ(last, grpc::StatusCode::RESOURCE_EXHAUSTED);
  // The right one, too, until the time has passed.
  EXPECT_EQ(ByPassword(Basic("hr", ProxyProcess::kPassword)).status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  std::vector<std::string> reasons;
  for (const auto& record : records) {
    if (record.has_login() && !record.login().accepted())
      reasons.push_back(record.login().reason());
  }
  EXPECT_THAT(reasons, ::testing::Contains("wrong password"));
  EXPECT_THAT(reasons, ::testing::Contains("unknown account"));
  EXPECT_THAT(reasons, ::testing::Contains("too many failures before"));
  const std::string bytes = office_->AuditBytes() + office_->proxy().Log();
  EXPECT_THAT(bytes, Not(HasSubstr("hirake-goma")));
  EXPECT_THAT(bytes, Not(HasSubstr("nobody-here")));
  EXPECT_THAT(bytes, Not(HasSubstr(ProxyProcess::kPassword)));
}

TEST_F(LogInTest, BrokenAuthorizationsAreRefused) {
  for (const std::string& broken :
       {std::string("Basic"), std::string("Basic !!!!"), std::string("Bearer abc"),
        absl::StrCat("Basic ", absl::Base64Escape("no colon")),
        absl::StrCat("Basic ", absl::Base64Escape(std::string("vendor\0:x", 9)))}) {
    EXPECT_THAT(ByPassword(broken).status.error_code(),
                AnyOf(grpc::StatusCode::UNAUTHENTICATED, grpc::StatusCode::RESOURCE_EXHAUSTED))
        << broken;
  }
  // More than the headers may hold.
  EXPECT_FALSE(ByPassword(Basic("vendor", std::string(100'000, 'x'))).status.ok());
}

TEST_F(LogInTest, NoNameAtAllIsRefused) {
  EXPECT_EQ(ByPassword("").status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(LogInTest, PasswordsDontOpenTheDoorOfCertificates) {
  const auto nobody = Issue("stranger", "email:stranger@example.com", {"-days", "1"});
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = ReadFile(office_->proxy().folder() + "/ca.pem");
  ssl.pem_cert_chain = ReadFile(nobody.certificate);
  ssl.pem_private_key = ReadFile(nobody.private_key);
  const auto stub = sudare::v1::QueryService::NewStub(grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", office_->proxy().tls_port()), grpc::SslCredentials(ssl)));
  EXPECT_EQ(RunQuery(*stub, "vendor", "SELECT 1").status.error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

}  // namespace
}  // namespace sudare::testing
