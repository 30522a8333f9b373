// The `sudare` command as its users run it: each subcommand in a process of its own, its output and
// exit code.
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(office_, Office::Open());
    Write("password", ProxyProcess::kPassword);
  }

  std::string Path(const std::string& name) { return office_->proxy().folder() + "/" + name; }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
    chmod(Path(name).c_str(), 0600);
  }

  Ended Sudare(const std::vector<std::string>& arguments, const std::string& input = "") {
    return office_->RunCommand(arguments, input);
  }

  // A client command with the flags that reach the door of passwords.
  Ended Client(std::vector<std::string> arguments, const std::string& input = "") {
    const std::string address = absl::StrCat("127.0.0.1:", office_->proxy().plain_port());
    for (const std::string& flag :
         {std::string("--server"), address, std::string("--plaintext"), std::string("--user"),
          std::string("vendor"), std::string("--password-file"), Path("password")}) {
      arguments.push_back(flag);
    }
    return Sudare(arguments, input);
  }

  std::unique_ptr<Office> office_;
};

constexpr char kOne[] =
    "SELECT employee_no, full_name, phone, personal_number FROM payroll.employees WHERE "
    "employee_no = '000001'";

TEST_F(CommandTest, QueriesPrintTablesCsvAndJson) {
  const Ended table = Client({"query", "--sql", kOne});
  EXPECT_EQ(table.code, 0) << table.text;
  EXPECT_THAT(table.text, HasSubstr("〔tokenize〕"));
  EXPECT_THAT(table.text, HasSubstr("〔redact〕"));
  EXPECT_THAT(table.text, ContainsRegex("nam_[A-Za-z0-9_-]+"));
  EXPECT_THAT(table.text, HasSubstr("****0001"));
  EXPECT_THAT(table.text, HasSubstr("(1 row"));
  EXPECT_THAT(table.text, Not(HasSubstr("一郎")));

  const Ended csv = Client({"query", "--format", "csv", "--plain-headings"}, kOne);
  EXPECT_EQ(csv.code, 0) << csv.text;
  EXPECT_THAT(csv.text, HasSubstr("employee_no,full_name,phone,personal_number\n000001,nam_"));

  const Ended json = Client({"query", "--format", "json", "--sql", kOne});
  EXPECT_EQ(json.code, 0) << json.text;
  EXPECT_THAT(json.text, HasSubstr("\"employee_no\":\"000001\""));
  EXPECT_THAT(json.text, HasSubstr("\"personal_number\":null"));
}

TEST_F(CommandTest, QueriesTakeParametersAndCertificates) {
  const Ended parameters =
      Client({"query", "--format", "csv", "--sql",
              "SELECT gross FROM payroll.employees WHERE employee_no = $1", "--param", "000002"});
  EXPECT_THAT(parameters.text, HasSubstr("200002"));
  ASSERT_NE(office_->proxy().TlsChannel("vendor", "vendor@example.com"), nullptr);
  const Ended certificate =
      Sudare({"query", "--server", absl::StrCat("localhost:", office_->proxy().tls_port()),
              "--cert", Path("vendor.pem"), "--key", Path("vendor.key"), "--ca", Path("ca.pem"),
              "--sql", "SELECT 42 AS answer"});
  EXPECT_EQ(certificate.code, 0) << certificate.text;
  EXPECT_THAT(certificate.text, HasSubstr("42"));
}

TEST_F(CommandTest, RefusalsShowPlaceReasonAndAdvice) {
  const Ended refused =
      Client({"query", "--sql", "SELECT gross,\n  pg_sleep(1) FROM payroll.employees"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("  ^\n"));
  EXPECT_THAT(refused.text, HasSubstr("reason: "));
  const Ended wrong = Client({"query", "--sql", "SELEC 1"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.text, HasSubstr("wrong SQL"));
}

TEST_F(CommandTest, ExplainsAndListsTables) {
  const Ended explained = Client({"query", "--explain", "--sql", kOne});
  EXPECT_EQ(explained.code, 0) << explained.text;
  EXPECT_THAT(explained.text, HasSubstr("would be answered"));
  EXPECT_THAT(explained.text, ContainsRegex("policy.textproto:[0-9]+"));
  EXPECT_THAT(explained.text, Not(HasSubstr("000001")));
  EXPECT_THAT(Client({"tables"}).text, HasSubstr("payroll.employees"));
  EXPECT_THAT(Client({"tables", "payroll.employees"}).text, HasSubstr("tokenize"));
  EXPECT_EQ(Client({"tables", "payroll.nothing"}).code, 1);
}

TEST_F(CommandTest, NobodyToAskIsThree) {
  EXPECT_EQ(Sudare({"query", "--server", "127.0.0.1:1", "--plaintext", "--sql", "SELECT 1"}).code,
            3);
  Write("password", "wrong");
  const Ended stranger = Client({"query", "--sql", "SELECT 1"});
  EXPECT_EQ(stranger.code, 3);
  EXPECT_THAT(stranger.text, HasSubstr("not logged in"));
}

TEST_F(CommandTest, PolicyCheckTellsGoodFromBad) {
  const Ended good = Sudare({"policy", "check", office_->proxy().policy_path()});
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_THAT(good.text, HasSubstr("0 errors"));
  Write("bad.textproto", "roles { nam: \"r\" }\ntables { name: \"no_schema\" }\n");
  const Ended bad = Sudare({"policy", "check", Path("bad.textproto")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.text, HasSubstr("bad.textproto:1:9: error"));
  EXPECT_EQ(Sudare({"policy", "check", Path("nothing")}).code, 2);
}

TEST_F(CommandTest, KeysAreMadeRotatedAndListed) {
  Write("passphrase2", "hirake goma");
  const auto keys = [&](const std::string& action) {
    return Sudare(
        {"keys", action, "--file", Path("keys"), "--passphrase-file", Path("passphrase2")});
  };
  EXPECT_EQ(keys("create").code, 0);
  EXPECT_EQ(keys("create").code, 1) << "it must not overwrite";
  EXPECT_EQ(keys("rotate").code, 0);
  const Ended list = keys("list");
  EXPECT_EQ(list.code, 0);
  EXPECT_THAT(list.text, ContainsRegex("key [0-9]+.*reads tokens\nkey [0-9]+.*makes tokens"));
  struct stat info;
  ASSERT_EQ(stat(Path("keys").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  Write("passphrase2", "tojiro goma");
  const Ended wrong = keys("list");
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.text, Not(HasSubstr("goma")));
}

TEST_F(CommandTest, APasswordHashFromTheInputLogsIn) {
  const Ended hash = Sudare({"password"}, "atarashii-aikotoba\n");
  EXPECT_EQ(hash.code, 0);
  ASSERT_THAT(hash.text, HasSubstr("password_hash: \"$argon2id$"));
  EXPECT_THAT(hash.text, Not(HasSubstr("atarashii")));
  office_->ReplacePolicy(OfficePolicy() + "accounts { name: \"new\" role: \"hr\" kind: PROGRAM " +
                         hash.text + "}\n");
  Write("password", "atarashii-aikotoba");
  ASSERT_TRUE(Soon([&] { return absl::StrContains(office_->proxy().Log(), "policy reloaded"); }));
  const Ended run = Sudare(
      {"query", "--server", absl::StrCat("127.0.0.1:", office_->proxy().plain_port()),
       "--plaintext", "--user", "new", "--password-file", Path("password"), "--sql", "SELECT 1"});
  EXPECT_EQ(run.code, 0) << run.text;
}

TEST_F(CommandTest, AuditVerifyTellsGoodFromAltered) {
  ASSERT_EQ(Client({"query", "--sql", "SELECT 1"}).code, 0);
  // While it is being written, too.
  const Ended good = Sudare({"audit", "verify", office_->proxy().audit_folder()});
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_THAT(good.text, HasSubstr("complete and unaltered"));
  const std::string copy = Path("copy");
  std::filesystem::copy(office_->proxy().audit_folder(), copy);
  for (const auto& entry : std::filesystem::directory_iterator(copy)) {
    if (entry.file_size() < 300) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(250);
    const char byte = static_cast<char>(file.get());
    file.seekp(250);
    file.put(static_cast<char>(byte ^ 1));
  }
  const Ended bad = Sudare({"audit", "verify", copy});
  EXPECT_EQ(bad.code, 1) << bad.text;
  EXPECT_THAT(bad.text, HasSubstr("ALTERED"));
  EXPECT_EQ(Sudare({"audit", "verify", Path("nowhere")}).code, 2);
}

TEST_F(CommandTest, ServeSaysWhatItServes) {
  // The database is asked for its name in the background.
  EXPECT_TRUE(
      Soon([&] { return absl::StrContains(office_->proxy().Log(), "database postgres on"); }));
  const std::string log = office_->proxy().Log();
  EXPECT_THAT(log, ContainsRegex("listening on 127.0.0.1:[0-9]+ \\(plain text, passwords\\)"));
  EXPECT_THAT(log, ContainsRegex("listening on 127.0.0.1:[0-9]+ \\(TLS, client certificates\\)"));
  EXPECT_THAT(log, ContainsRegex("policy .*policy.textproto \\(hash [0-9a-f]{64}\\)"));
  EXPECT_EQ(Sudare({"serve", "--check", "--config", Path("sudare.textproto")}).code, 0);
  EXPECT_EQ(Sudare({"serve", "--config", Path("nothing.textproto")}).code, 2);
}

}  // namespace
}  // namespace sudare::testing
