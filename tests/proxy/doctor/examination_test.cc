// The whole examination, over a real PostgreSQL and files of the test's. (Of a running proxy:
// tests/e2e/doctor_test.)
#include "proxy/doctor/examination.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "proxy/doctor/report.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/folder.h"
#include "tests/proxy/doctor/house.h"
#include "tests/support/certificates.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ExaminationTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    ASSERT_THAT(server_->Run(kSchema), IsOk());
    shared_ = new Folder();
    const auto office = testing::CertificateOffice::Open(shared_->path() + "/office").value();
    const auto pair = office.Issue("server", "DNS:localhost", 400).value();
    ASSERT_EQ(chmod(pair.private_key.c_str(), 0600), 0);
    // Sealing a keyring takes its time.
    ASSERT_THAT(Keyring::Create(shared_->path() + "/keyring", "open sesame"), IsOk());
    tls_ = absl::StrCat("tls { certificate: '", pair.certificate, "' private_key: '",
                        pair.private_key, "' client_ca: '", office.authority(), "' }");
  }
  static void TearDownTestSuite() {
    delete server_;
    delete shared_;
  }

  void SetUp() override {
    folder_.Write("keyring", Folder::Read(shared_->path() + "/keyring"), 0600);
    folder_.Write("passphrase", "open sesame", 0600);
    folder_.Write("policy.textproto", kPolicy);
  }

  std::string Config(const std::string& connection, const std::string& more = "") const {
    return absl::StrCat("listeners { address: '127.0.0.1:0' ", tls_, " }\n",
                        "database { connection: \"", connection, "\" pool_size: 4 }\n",
                        "policy: 'policy.textproto'\n",
                        "keyring { file: 'keyring' passphrase_file: 'passphrase' }\n",
                        more.empty() ? "audit { folder: 'audit' }" : more);
  }

  Examination Run(const std::string& config, const std::string& admin = "") const {
    Request request;
    request.config_path = folder_.Write("sudare.textproto", config);
    request.admin_database = admin;
    return Examine(request, {});
  }

  static PostgresServer* server_;
  static Folder* shared_;
  static std::string tls_;
  const Folder folder_;
};

PostgresServer* ExaminationTest::server_ = nullptr;
Folder* ExaminationTest::shared_ = nullptr;
std::string ExaminationTest::tls_;

TEST_F(ExaminationTest, AGoodHouseHasNoErrors) {
  const Examination found =
      Run(Config(server_->ConnectionString("proxy_role")), server_->ConnectionString());
  const std::string report = ReportAsText(found.findings, {});
  EXPECT_FALSE(HasFailed(found.findings, false)) << report;
  EXPECT_EQ(found.policy_hash.size(), 64u);
  for (const char* code :
       {"config-ok", "policy-ok", "keyring-ok", "certificate-ok", "door-ok", "database-ok",
        "database-link-ok", "log-ok", "connections-ok", "hba-ok", "privileges-ok", "schema-ok",
        "clock-ok", "audit-new", "no-proxy-named"}) {
    EXPECT_THAT(found.findings, Tells(code, "")) << report;
  }
  EXPECT_THAT(report, AllOf(Not(HasSubstr("open sesame")), HasSubstr("0 errors")));
}

TEST_F(ExaminationTest, WhatTheProxysRoleMayNotReadIsNotGood) {
  EXPECT_THAT(Run(Config(server_->ConnectionString("proxy_role"))).findings,
              AllOf(Tells("hba-not-checked", "--admin-database"), DoesNotTell("hba-ok")));
  EXPECT_THAT(Run(Config(server_->ConnectionString("proxy_role")), "host=/nowhere").findings,
              Tells("hba-not-checked", "/nowhere"));
}

TEST_F(ExaminationTest, SettingsOfTheProxysRoleCount) {
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role SET log_min_duration_statement = '1s'"), IsOk());
  EXPECT_THAT(Run(Config(server_->ConnectionString("proxy_role"))).findings,
              Tells("log-writes-values", "log_min_duration_statement"));
  ASSERT_THAT(server_->Run("ALTER ROLE proxy_role RESET log_min_duration_statement"), IsOk());
}

TEST_F(ExaminationTest, WithoutDatabaseTheRestIsLookedAtAndWhatIsNotKnownIsSaid) {
  const Findings findings = Run(Config("host=/nowhere user=x")).findings;
  EXPECT_THAT(findings, AllOf(Tells("database-unreachable", "/nowhere"),
                              Tells("settings-not-checked", "cannot be reached"),
                              Tells("hba-not-checked", "cannot be reached"),
                              Tells("privileges-not-checked", "cannot be reached"),
                              Tells("schema-not-checked", "cannot be reached"),
                              Tells("clock-not-checked", "cannot be reached"),
                              Tells("certificate-ok", ""), DoesNotTell("clock-ok")));
}

TEST_F(ExaminationTest, AMalformedConnectionIsToldWithoutRepeatingIt) {
  const Examination found = Run(Config("host=/nowhere hunter2"));
  EXPECT_THAT(found.findings, Tells("connection-malformed", "connection"));
  EXPECT_THAT(ReportAsText(found.findings, {}), Not(HasSubstr("hunter2")));
  const Examination password = Run(Config("host=/nowhere password=hunter2"));
  EXPECT_THAT(password.findings, Tells("config-error", "holds a password"));
  EXPECT_THAT(ReportAsJson(password.findings, "", {}), Not(HasSubstr("hunter2")));
}

TEST_F(ExaminationTest, AnOpenKeyringIsToldByTheCheckOfFilesAndTheRestGoesOn) {
  ASSERT_EQ(chmod((folder_.path() + "/keyring").c_str(), 0644), 0);
  EXPECT_THAT(
      Run(Config(server_->ConnectionString("proxy_role"))).findings,
      AllOf(Tells("file-open", "keyring"), Tells("keyring-unopened", "keyring"),
            DoesNotTell("config-error"), DoesNotTell("config-ok"), Tells("privileges-ok", "")));
}

TEST_F(ExaminationTest, AConfigurationWithErrorsIsExaminedAsFarAsItGoes) {
  const Examination found =
      Run(Config(server_->ConnectionString("proxy_role")) + "\ndefaults { nesting_depth: 5000 }");
  EXPECT_THAT(found.findings, AllOf(Tells("config-error", "`nesting_depth` is more than 1000"),
                                    Tells("privileges-ok", ""), DoesNotTell("config-ok")));
  const Examination none = Run("listeners {{{");
  EXPECT_FALSE(none.has_configuration);
  EXPECT_THAT(none.findings, AllOf(Tells("config-error", "sudare.textproto:1"),
                                   Tells("settings-not-checked", "設定にエラーがあります")));
}

TEST_F(ExaminationTest, ABadPolicyLeavesPrivilegesUnknown) {
  folder_.Write("policy.textproto", "classes { nam: 'x' }");
  EXPECT_THAT(Run(Config(server_->ConnectionString("proxy_role"))).findings,
              AllOf(Tells("policy-error", "policy.textproto:1"),
                    Tells("privileges-not-checked", "the policy has errors"),
                    Tells("schema-not-checked", "ポリシーにエラーがあります"),
                    DoesNotTell("privileges-ok")));
}

TEST_F(ExaminationTest, AnAuditFolderOnNoDiskIsNotChecked) {
  EXPECT_THAT(
      Run(Config(server_->ConnectionString("proxy_role"), "audit { folder: '/nowhere/at/all' }"))
          .findings,
      AllOf(Tells("disk-not-checked", "No such file"), DoesNotTell("disk-ok")));
}

TEST_F(ExaminationTest, AnotherUserThanTheKeyringsIsTold) {
  Request request;
  request.config_path = folder_.Write("sudare.textproto", Config("host=/nowhere"));
  request.caller = geteuid() + 1;
  EXPECT_THAT(Examine(request, {}).findings,
              AllOf(Tells("other-user", "sudo -u "), DoesNotTell("keyring-ok"),
                    DoesNotTell("keyring-unopened")));
}

}  // namespace
}  // namespace sudare::doctor
