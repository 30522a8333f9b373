// The whole proxy, put together from a configuration, on a real PostgreSQL.
#include <signal.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "proxy/cli/sudare.h"
#include "proxy/config.h"
#include "proxy/identity/authenticator.h"
#include "proxy/server.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/child_process.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct Ended {
  int code = 0;
  std::string out;
  std::string err;
};

Ended Sudare(const std::vector<std::string>& arguments) {
  std::istringstream in;
  std::ostringstream out, err;
  Console console{in, out, err};
  Ended ended;
  ended.code = RunSudare(arguments, console);
  ended.out = out.str();
  ended.err = err.str();
  return ended;
}

class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-serve-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    ASSERT_OK_AND_ASSIGN(database_, testing::PostgresServer::Start());
    ASSERT_THAT(database_->Run("CREATE SCHEMA payroll;"
                               "CREATE TABLE payroll.employees (no int PRIMARY KEY, name text);"
                               "INSERT INTO payroll.employees VALUES (1, '簾太郎'), (2, '簾花子');"
                               "CREATE ROLE vendor LOGIN;"
                               "GRANT USAGE ON SCHEMA payroll TO vendor;"
                               "GRANT SELECT ON payroll.employees TO vendor;"),
                testing::IsOk());
    Write("password", "open sesame\n");
    Write("passphrase", "correct horse\n");
    ASSERT_OK_AND_ASSIGN(hash_, HashPassword("open sesame"));
    WritePolicy("tokenize { domain: \"name\" prefix: \"nm\" }");
    ASSERT_EQ(Sudare({"keys", "create", "--file", Path("keyring"), "--passphrase-file",
                      Path("passphrase")})
                  .code,
              0);
    Write("sudare.textproto",
          absl::StrCat(
              "listeners { address: \"unix:s\" plaintext_on_loopback: true passwords: true }\n"
              "database { connection: \"",
              database_->ConnectionString(),
              "\" }\n"
              "policy: \"policy.textproto\"\n"
              "keyring { file: \"keyring\" passphrase_file: \"passphrase\" }\n"
              "audit { folder: \"audit\" }\n"));
  }
  void TearDown() override {
    server_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
    chmod(Path(name).c_str(), 0600);
  }

  void WritePolicy(const std::string& name_mask) {
    Write("policy.textproto",
          absl::StrCat("classes { name: \"no\" } classes { name: \"name\" }\n"
                       "tables { name: \"payroll.employees\"\n"
                       "  columns { name: \"no\" class: \"no\" }\n"
                       "  columns { name: \"name\" class: \"name\" } }\n"
                       "roles { name: \"vendor\" database_role: \"vendor\"\n"
                       "  rules { class: \"no\" allow {} }\n"
                       "  rules { class: \"name\" ",
                       name_mask,
                       " } }\n"
                       "accounts { name: \"vendor-01\" role: \"vendor\" kind: PROGRAM\n"
                       "  password_hash: \"",
                       hash_, "\" }\n"));
  }

  void StartServer() {
    const ConfigResult config = LoadConfig(Path("sudare.textproto"));
    for (const Issue& issue : config.issues) ADD_FAILURE() << issue.ToString();
    ASSERT_TRUE(config.config.has_value());
    ASSERT_OK_AND_ASSIGN(server_, Server::Start(*config.config));
  }

  Ended Query(const std::string& sql) {
    return Sudare({"query", "--server", absl::StrCat("unix:", Path("s")), "--plaintext", "--user",
                   "vendor-01", "--password-file", Path("password"), "--format", "csv", "--sql",
                   sql});
  }

  // Kinds of the server's own events in the audit log, in order.
  std::vector<sudare::v1::ServerEvent::Kind> AuditedEvents() {
    std::vector<sudare::v1::ServerEvent::Kind> kinds;
    const auto verified =
        VerifyAuditLog(Path("audit"), "", [&kinds](const sudare::v1::AuditRecord& record) {
          if (record.has_server()) kinds.push_back(record.server().kind());
        });
    EXPECT_THAT(verified, testing::IsOk());
    return kinds;
  }

  static constexpr char kNames[] = "SELECT no, name FROM payroll.employees ORDER BY no";

  std::string folder_;
  std::string hash_;
  std::unique_ptr<testing::PostgresServer> database_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServeTest, AnswersMaskedEndToEnd) {
  StartServer();
  const Ended answer = Query(kNames);
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("no,name〔tokenize〕\n1,nm_"));
  EXPECT_THAT(answer.out, Not(HasSubstr("簾")));
  server_->Shutdown(absl::Seconds(1));
  EXPECT_THAT(AuditedEvents(), Contains(sudare::v1::ServerEvent::STARTED));
  EXPECT_EQ(AuditedEvents().back(), sudare::v1::ServerEvent::STOPPED);
  EXPECT_EQ(Query(kNames).code, kNoServer);
}

TEST_F(ServeTest, SignsItsAuditLogAndAnchorsItInAFile) {
  Write("audit.key", testing::PrivateKeyPem(1));
  Write("audit.pub", testing::PublicKeyPem(1));
  std::ifstream file(Path("sudare.textproto"));
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  text.replace(text.find("folder: \"audit\""), 15,
               "folder: \"audit\" signing_key: \"audit.key\" anchors { file: \"anchor\" }");
  Write("sudare.textproto", text);
  StartServer();
  EXPECT_EQ(Query(kNames).code, 0);
  server_->UpdateHealth();
  server_.reset();
  const Ended verified = Sudare(
      {"audit", "verify", Path("audit"), "--key", Path("audit.pub"), "--anchor", Path("anchor")});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("covers all up to record"));
  EXPECT_THAT(verified.out, Not(HasSubstr("wait for the next one")));
  EXPECT_THAT(verified.out, Not(HasSubstr("not anchored yet")));
  const Ended archived = Sudare({"audit", "archive", Path("audit"), "--to", Path("archive"),
                                 "--keep-days", "0", "--key", Path("audit.key")});
  EXPECT_EQ(archived.code, 0) << archived.err;
  EXPECT_THAT(archived.out, HasSubstr("no segment to archive"));
  // What the private key is for, others may not read.
  chmod(Path("audit.key").c_str(), 0644);
  EXPECT_EQ(Sudare({"audit", "archive", Path("audit"), "--to", Path("archive"), "--keep-days", "0",
                    "--key", Path("audit.key")})
                .code,
            1);
}

TEST_F(ServeTest, ABadPolicyLeavesTheOldOneInForce) {
  StartServer();
  const std::string before = Query(kNames).out;
  Write("policy.textproto", "roles { name: \xff\xfe garbage");
  server_->ReloadPolicy();
  EXPECT_EQ(Query(kNames).out, before);
  EXPECT_EQ(AuditedEvents().back(), sudare::v1::ServerEvent::POLICY_REJECTED);
  std::filesystem::remove(Path("policy.textproto"));
  server_->ReloadPolicy();
  EXPECT_EQ(Query(kNames).out, before);
  WritePolicy("allow {}");
  server_->ReloadPolicy();
  EXPECT_THAT(Query(kNames).out, HasSubstr("1,簾太郎"));
  EXPECT_EQ(AuditedEvents().back(), sudare::v1::ServerEvent::POLICY_LOADED);
}

TEST_F(ServeTest, StartsWithoutTheDatabaseAndAnswersOnceItIsThere) {
  ASSERT_THAT(database_->Stop(), testing::IsOk());
  StartServer();
  EXPECT_EQ(Query(kNames).code, kRefused);
  ASSERT_THAT(database_->Restart(), testing::IsOk());
  Ended answer;
  for (int i = 0; i < 100 && (i == 0 || answer.code != 0); ++i) {
    absl::SleepFor(absl::Milliseconds(200));
    answer = Query(kNames);
  }
  EXPECT_EQ(answer.code, 0) << answer.err;
}

TEST_F(ServeTest, APolicyThatTokenizesNeedsAKeyring) {
  ConfigResult config = LoadConfig(Path("sudare.textproto"));
  ASSERT_TRUE(config.config.has_value());
  config.config->clear_keyring();
  EXPECT_THAT(Server::Start(*config.config), testing::StatusIs(absl::StatusCode::kInvalidArgument,
                                                               HasSubstr("nothing is served")));
  WritePolicy("redact {}");
  EXPECT_THAT(Server::Start(*config.config), testing::IsOk());
}

TEST_F(ServeTest, TheProcessReloadsAtSighupAndEndsAtSigterm) {
  testing::ChildOptions options;
  options.arguments = {std::filesystem::absolute("proxy/cli/sudare"), "serve", "--config",
                       Path("sudare.textproto")};
  options.dies_with_parent = true;
  ASSERT_OK_AND_ASSIGN(auto child, testing::ChildProcess::Start(options));
  Ended answer;
  for (int i = 0; i < 100 && (i == 0 || answer.code != 0); ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    answer = Query(kNames);
  }
  EXPECT_EQ(answer.code, 0) << answer.err;
  WritePolicy("allow {}");
  child.Signal(SIGHUP);
  for (int i = 0; i < 100 && answer.out.find("簾太郎") == std::string::npos; ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    answer = Query(kNames);
  }
  EXPECT_THAT(answer.out, HasSubstr("簾太郎"));
  child.Signal(SIGTERM);
  ASSERT_OK_AND_ASSIGN(const int status, child.Wait(absl::Seconds(20)));
  EXPECT_EQ(status, 0);
  EXPECT_EQ(AuditedEvents().back(), sudare::v1::ServerEvent::STOPPED);
}

}  // namespace
}  // namespace sudare
