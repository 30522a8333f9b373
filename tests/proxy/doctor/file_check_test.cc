#include "proxy/doctor/file_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/folder.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class FileCheckTest : public ::testing::Test {
 protected:
  // Sealing a keyring takes its time.
  static void SetUpTestSuite() {
    const Folder folder;
    ASSERT_THAT(Keyring::Create(folder.path() + "/keyring", "open sesame"), IsOk());
    keyring_ = Folder::Read(folder.path() + "/keyring");
  }

  void SetUp() override {
    config_.set_policy(folder_.path() + "/policy");
    folder_.Write("policy/10_tables.textproto", "");
    folder_.Write("policy/policy.sig", "");
    folder_.Write("config", "");
    auto* tls = config_.add_listeners()->mutable_tls();
    tls->set_certificate(folder_.Write("server.pem", ""));
    tls->set_private_key(folder_.Write("server.key", "", 0600));
    tls->set_client_ca(folder_.Write("ca.pem", ""));
    config_.mutable_keyring()->set_file(folder_.Write("keyring", keyring_, 0600));
    config_.mutable_keyring()->set_passphrase_file(
        folder_.Write("passphrase", "open sesame", 0600));
    config_.add_policy_signers(folder_.Write("signer.pub", ""));
  }

  void Mode(const std::string& name, mode_t mode) {
    ASSERT_EQ(chmod((folder_.path() + "/" + name).c_str(), mode), 0);
  }

  Findings Check(uid_t user) const {
    Findings findings;
    CheckFiles(folder_.path() + "/config", config_, user, &findings);
    return findings;
  }
  Findings Check() const { return Check(geteuid()); }

  static std::string keyring_;
  const Folder folder_;
  sudare::v1::Config config_;
};

std::string FileCheckTest::keyring_;

TEST_F(FileCheckTest, FilesAsTheyShouldBeAreGood) {
  EXPECT_THAT(Codes(Check()), Each(std::string("file-ok")));
  EXPECT_EQ(Codes(Check()).size(), 8u);
}

TEST_F(FileCheckTest, SecretsOfOneAreForNobodyElse) {
  for (const char* file : {"keyring", "passphrase"}) {
    Mode(file, 0640);
    EXPECT_THAT(Check(), Tells("file-open", "chmod 600 ")) << file;
    Mode(file, 0600);
  }
}

TEST_F(FileCheckTest, TheStatesFileIsForNobodyElseOnceItIsThere) {
  config_.mutable_state()->mutable_sqlite()->set_file(folder_.path() + "/state.sqlite");
  EXPECT_THAT(Check(), DoesNotTell("file-unreadable"));
  folder_.Write("state.sqlite", "", 0640);
  EXPECT_THAT(Check(), Tells("file-open", "state.sqlite"));
}

TEST_F(FileCheckTest, APrivateKeyMayBeReadByItsGroupOnly) {
  Mode("server.key", 0640);
  EXPECT_THAT(Check(), DoesNotTell("file-open"));
  Mode("server.key", 0644);
  EXPECT_THAT(Check(), AllOf(Tells("file-open", "0644"), Tells("file-open", "server.key")));
}

TEST_F(FileCheckTest, WhatOthersMayWriteIsTold) {
  for (const char* file : {"config", "policy/10_tables.textproto", "policy/policy.sig",
                           "server.pem", "ca.pem", "signer.pub"}) {
    Mode(file, 0666);
    EXPECT_THAT(Check(), Tells("file-writable", file));
    Mode(file, 0664);
    EXPECT_THAT(Check(), AllOf(Tells("file-group-writable", file), DoesNotTell("file-writable")));
    Mode(file, 0644);
  }
}

TEST_F(FileCheckTest, AFolderThatOthersMayWriteGivesTheFileAway) {
  Mode("policy", 0777);
  EXPECT_THAT(Check(), Tells("file-writable", "policy"));
  Mode("policy", 0755);
  Mode("", 0777);
  EXPECT_THAT(Check(), Tells("folder-writable", folder_.path()));
  // As /tmp is.
  Mode("", 01777);
  EXPECT_THAT(Check(), DoesNotTell("folder-writable"));
  Findings above;
  Mode("", 0777);
  CheckFoldersAbove(folder_.path() + "/audit/deep", geteuid(), &above);
  EXPECT_THAT(above, Tells("folder-writable", "audit"));
}

TEST_F(FileCheckTest, WhatIsNotThereIsTold) {
  config_.mutable_listeners(0)->mutable_tls()->set_client_ca(folder_.path() + "/gone.pem");
  EXPECT_THAT(Check(), AllOf(Tells("file-unreadable", "gone.pem"),
                             Tells("file-unreadable", "No such file")));
}

TEST_F(FileCheckTest, AStrangersFilesAreTold) {
  // PostgreSQL's own folder is neither ours nor root's.
  config_.add_policy_signers("/var/lib/postgresql");
  EXPECT_THAT(Check(), Tells("foreign-owner", "/var/lib/postgresql"));
  Findings above;
  CheckFoldersAbove("/var/lib/postgresql/audit", geteuid(), &above);
  EXPECT_THAT(above, Tells("foreign-owner", "chown "));
}

TEST_F(FileCheckTest, TheKeyringsOwnerIsTheProxysUser) {
  EXPECT_EQ(ProxyUser(config_, 77), geteuid());
  EXPECT_EQ(ProxyUser(sudare::v1::Config(), 77), 77u);
  EXPECT_EQ(UserName(0), "root");
  EXPECT_EQ(UserName(4'000'000), "4000000");
}

TEST_F(FileCheckTest, TheKeyringIsOpened) {
  Findings good;
  CheckKeyring(config_.keyring(), &good);
  EXPECT_THAT(good, Tells("keyring-ok", "1 keys"));
  folder_.Write("passphrase", "close sesame", 0600);
  Findings wrong;
  CheckKeyring(config_.keyring(), &wrong);
  EXPECT_THAT(
      wrong, AllOf(Tells("keyring-unopened", "keyring"), Not(Tells("keyring-unopened", "sesame"))));
  Mode("passphrase", 0644);
  Findings open;
  CheckKeyring(config_.keyring(), &open);
  EXPECT_THAT(Codes(open), ElementsAre("keyring-unopened"));
}

TEST_F(FileCheckTest, APasswordFileThatLibpqWouldIgnoreIsTold) {
  Findings findings;
  CheckPasswordFile(folder_.Write("pgpass", "", 0600), &findings);
  CheckPasswordFile(folder_.path() + "/none", &findings);
  CheckPasswordFile("", &findings);
  EXPECT_THAT(Codes(findings), IsEmpty());
  CheckPasswordFile(folder_.Write("pgpass", "", 0640), &findings);
  EXPECT_THAT(findings, Tells("passfile-ignored", "chmod 600 "));
}

}  // namespace
}  // namespace sudare::doctor
