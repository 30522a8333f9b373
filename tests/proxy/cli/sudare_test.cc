// The command as a whole, in this process, against a real gRPC door on a fake pipeline.
#include <signal.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/audit/signed_log.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/proxy/cli/ended.h"
#include "tests/proxy/report/made_log.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using testing::Ended;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using testing::Sudare;
using testing::TwoKeyAuthenticator;

class SudareTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-cli-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    Write("password", absl::StrCat(TwoKeyAuthenticator::kPassword, "\n"));
    ASSERT_OK_AND_ASSIGN(door_, Door::Open(testing::LoopbackDoor(), parts_.ForService()));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
    chmod(Path(name).c_str(), 0600);
  }

  // A client command with the flags that reach the door.
  Ended Client(const std::string& command, std::vector<std::string> arguments,
               const std::string& input = "") {
    std::vector<std::string> all = {command,           "--server",      door_->address(),
                                    "--plaintext",     "--user",        TwoKeyAuthenticator::kUser,
                                    "--password-file", Path("password")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Sudare(all, input);
  }

  std::string folder_;
  testing::DoorParts parts_;
  std::unique_ptr<Door> door_;
};

TEST_F(SudareTest, PrintsATableWithMasks) {
  const Ended run = Client("query", {"--sql", "names"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            " employee_no  | full_name   | amount\n"
            " 〔tokenize〕 | 〔partial〕 |\n"
            "--------------+-------------+--------\n"
            " emp_a        | 簾 太郎     | 312450\n"
            " emp_bb       |             |      7\n"
            " emp_c        | NULL        |    -20\n"
            "(3 rows, 1.2 ms)\n");
}

TEST_F(SudareTest, PrintsCsvAndJson) {
  EXPECT_EQ(Client("query", {"--sql", "names", "--format", "csv"}).out,
            "employee_no〔tokenize〕,full_name〔partial〕,amount\n"
            "emp_a,簾 太郎,312450\n"
            "emp_bb,\"\",7\n"
            "emp_c,,-20\n");
  EXPECT_THAT(Client("query", {"--sql", "names", "--format", "json"}).out,
              HasSubstr("{\"employee_no\":\"emp_bb\",\"full_name\":\"\",\"amount\":7}"));
}

TEST_F(SudareTest, TakesTheStatementFromAFileOrTheInput) {
  Write("q.sql", "one");
  EXPECT_THAT(Client("query", {Path("q.sql")}).out, HasSubstr("42"));
  EXPECT_THAT(Client("query", {}, "one").out, HasSubstr("42"));
  EXPECT_THAT(Client("query", {"-"}, "one").out, HasSubstr("42"));
  EXPECT_EQ(Client("query", {Path("missing.sql")}).code, 2);
  EXPECT_EQ(Client("query", {}).code, 2);
}

TEST_F(SudareTest, AStatementInPlaceOfAFileIsToldHowToBeGiven) {
  const Ended ended = Client("query", {"SELECT 1"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "cannot read the file `SELECT 1`: give a statement by `--sql`\n");
}

TEST_F(SudareTest, SendsParametersAndPurpose) {
  Client("query", {"--sql", "one", "--param", "a", "--param", "\\N", "--purpose", "障害"});
  const auto request = parts_.pipeline.last_request();
  ASSERT_EQ(request.parameters_size(), 2);
  EXPECT_EQ(request.parameters(0).value(), "a");
  EXPECT_FALSE(request.parameters(1).has_value());
  EXPECT_EQ(request.purpose(), "障害");
}

TEST_F(SudareTest, ShowsWhereAndWhyAStatementIsRefused) {
  Write("refuse.sql", "refuse");
  const Ended run = Client("query", {"--sql", "refuse"});
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err,
            "refused: function `f` is not on the list\n"
            "  advice: use `now()`\n"
            "  reason: FUNCTION_NOT_ALLOWED SQLSTATE 42501\n");
}

TEST_F(SudareTest, AnAnswerThatBreaksOffIsAFailure) {
  const Ended run = Client("query", {"--sql", "rows then fail", "--format", "json"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, StartsWith("not available: the database went away"));
  EXPECT_THAT(run.out, Not(HasSubstr("summary")));
}

TEST_F(SudareTest, ExplainsWithoutRunning) {
  const Ended run = Client("query", {"--sql", "one", "--explain"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("would be answered"));
  EXPECT_THAT(run.out, HasSubstr("policy.textproto:12"));
  EXPECT_THAT(run.out, HasSubstr("SELECT $1"));
  EXPECT_THAT(Client("query", {"--sql", "refuse", "--explain"}).out,
              HasSubstr("would be refused: function `f`"));
}

TEST_F(SudareTest, ListsTables) {
  EXPECT_THAT(Client("tables", {}).out, HasSubstr("payroll.employees"));
  EXPECT_THAT(Client("tables", {"payroll.employees"}).out, HasSubstr("氏名"));
  const Ended missing = Client("tables", {"payroll.nothing"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("`payroll.nothing`"));
}

TEST_F(SudareTest, TellsApartWhoIsUnknownAndWhatIsUnreachable) {
  Write("password", "wrong\n");
  const Ended unknown = Client("query", {"--sql", "one"});
  EXPECT_EQ(unknown.code, 3);
  EXPECT_THAT(unknown.err, StartsWith("not logged in"));
  door_.reset();
  const Ended away = Sudare({"query", "--server", "127.0.0.1:1", "--plaintext", "--sql", "one"});
  EXPECT_EQ(away.code, 3);
  EXPECT_THAT(away.err, StartsWith("not available"));
}

TEST_F(SudareTest, ConnectsByCertificate) {
  ASSERT_OK_AND_ASSIGN(const auto office, testing::CertificateOffice::Open(Path("ca")));
  ASSERT_OK_AND_ASSIGN(const auto server, office.Issue("server", "DNS:proxy.example"));
  ASSERT_OK_AND_ASSIGN(const auto vendor,
                       office.Issue("vendor", absl::StrCat("email:", TwoKeyAuthenticator::kSan)));
  DoorOptions options;
  options.listener.set_address("127.0.0.1:0");
  options.listener.mutable_tls()->set_certificate(server.certificate);
  options.listener.mutable_tls()->set_private_key(server.private_key);
  options.listener.mutable_tls()->set_client_ca(office.authority());
  ASSERT_OK_AND_ASSIGN(const auto door, Door::Open(options, parts_.ForService()));
  const Ended run = Sudare({"query", "--server", door->address(), "--cert", vendor.certificate,
                            "--key", vendor.private_key, "--ca", office.authority(),
                            "--server-name", "proxy.example", "--sql", "one"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(parts_.pipeline.last_caller().method, "certificate");
}

TEST_F(SudareTest, TakesTheServerFromTheEnvironment) {
  setenv("SUDARE_SERVER", door_->address().c_str(), 1);
  const Ended run = Sudare({"tables", "--plaintext", "--user", TwoKeyAuthenticator::kUser,
                            "--password-file", Path("password")});
  unsetenv("SUDARE_SERVER");
  EXPECT_EQ(run.code, 0) << run.err;
}

TEST_F(SudareTest, RefusesFlagsThatDontGoTogether) {
  EXPECT_THAT(Sudare({"query", "--sql", "one"}).err, HasSubstr("SUDARE_SERVER"));
  EXPECT_THAT(Sudare({"query", "--sql", "one", "--server", "db.example:1", "--plaintext"}).err,
              HasSubstr("could be read by others"));
  EXPECT_THAT(Sudare({"query", "--sql", "one", "--server", "a:1", "--cert", "x"}).err,
              HasSubstr("go together"));
  chmod(Path("password").c_str(), 0644);
  const Ended run = Client("query", {"--sql", "one"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("chmod 600"));
}

TEST_F(SudareTest, PrintsTheTablesOfAStateForARole) {
  const Ended run = Sudare({"state", "init", "--role", "sudare_proxy", "--schema", "windows"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("CREATE TABLE \"windows\".entries"));
  EXPECT_THAT(run.out, HasSubstr("GRANT USAGE ON SCHEMA \"windows\" TO \"sudare_proxy\";"));
  EXPECT_EQ(Sudare({"state", "init"}).code, 2);
  EXPECT_EQ(Sudare({"state", "init", "--role", "r", "--schema", "a b"}).code, 2);
}

TEST_F(SudareTest, WrongUsageIsTwoAndHelpIsZero) {
  EXPECT_EQ(Sudare({}).code, 2);
  EXPECT_EQ(Sudare({"nonsense"}).code, 2);
  EXPECT_EQ(Sudare({"query", "--format", "xml"}).code, 2);
  for (const char* command : {"serve", "query", "shell", "tables", "password"}) {
    const Ended help = Sudare({command, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("--help"));
  }
  EXPECT_THAT(Sudare({"--help"}).out, HasSubstr("Exit codes"));
}

TEST_F(SudareTest, CtrlCCancelsTheRunningQuery) {
  std::thread ctrl_c([this] {
    while (parts_.pipeline.running() == 0) absl::SleepFor(absl::Milliseconds(5));
    kill(getpid(), SIGINT);
  });
  const Ended run = Client("query", {"--sql", "wait"});
  ctrl_c.join();
  EXPECT_EQ(run.code, 130);
  for (int i = 0; i < 500 && parts_.pipeline.running() > 0; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(parts_.pipeline.stopped(), 1);
}

TEST_F(SudareTest, GivesUpAfterTheTimeout) {
  const Ended run = Client("query", {"--sql", "wait", "--timeout", "0.2"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, StartsWith("too late"));
}

TEST_F(SudareTest, TheShellRunsAScript) {
  const Ended run =
      Client("shell", {},
             "\\d\n\\x\nnames;\n\\format csv\none\n;\n\\timing\nempty; one;\nrefuse;\n"
             "\\explain one;\none");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("payroll.employees"));
  EXPECT_THAT(run.out, HasSubstr("full_name〔partial〕    | 簾 太郎"));
  EXPECT_THAT(run.out, HasSubstr("answer\n42\n"));
  EXPECT_THAT(run.out, HasSubstr("time: "));
  EXPECT_THAT(run.out, HasSubstr("would be answered"));
  EXPECT_THAT(run.out, Not(HasSubstr("sudare>")));
  EXPECT_THAT(run.err, HasSubstr("refused: "));
}

TEST_F(SudareTest, TheShellLeavesAtItsCommand) {
  const Ended run = Client("shell", {}, "\\q\none;\n");
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(Client("shell", {}, "\\nonsense\n").err, HasSubstr("no command `\\nonsense`"));
}

TEST_F(SudareTest, ChecksAPolicyOffline) {
  Write(
      "good.textproto",
      "classes { name: \"pay\" } tables { name: \"p.t\" columns { name: \"a\" class: \"pay\" } }\n"
      "roles { name: \"r\" rules { class: \"pay\" allow {} } database_role: \"r\" }\n"
      "accounts { name: \"v\" role: \"r\" kind: PROGRAM certificate { san: \"a@b.example\" } }\n");
  const Ended good = Sudare({"policy", "check", Path("good.textproto")});
  EXPECT_EQ(good.code, 0) << good.out;
  EXPECT_THAT(good.out, HasSubstr("1 accounts, 1 roles, 1 tables"));
  Write("bad.textproto", "roles { nam: \"r\" }\n");
  const Ended bad = Sudare({"policy", "check", Path("bad.textproto")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.out, HasSubstr("bad.textproto:1:9: error: "));
  EXPECT_THAT(bad.out, HasSubstr("\n          ^\n"));
  EXPECT_EQ(Sudare({"policy", "check", Path("missing")}).code, 2);
}

constexpr char kExpiredPledge[] =
    "classes { name: \"pay\" } tables { name: \"p.t\" columns { name: \"a\" class: \"pay\" } }\n"
    "roles { name: \"r\" rules { class: \"pay\" allow {} } database_role: \"r\" }\n"
    "accounts { name: \"v\" role: \"r\" certificate { san: \"a@b.example\" }\n"
    "  pledge { document: \"1\" signed: \"2001-04-01\" expires: \"2002-03-31\" } }\n";

TEST_F(SudareTest, ChecksThePledgesOfToday) {
  Write("p.textproto", kExpiredPledge);
  const Ended run = Sudare({"policy", "check", Path("p.textproto")});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("3:1: warning: account `v` has no pledge that is valid on 20"));
  EXPECT_THAT(run.out, HasSubstr(": 0 errors, 1 warnings\nhash "));
}

TEST_F(SudareTest, AStrictCheckFailsOnWarnings) {
  Write("p.textproto", kExpiredPledge);
  const Ended run = Sudare({"policy", "check", Path("p.textproto"), "--strict"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr(": 1 errors, 0 warnings\n"));
}

TEST_F(SudareTest, ChecksAPolicyForPrograms) {
  Write("p.textproto", kExpiredPledge);
  const Ended good = Sudare({"policy", "check", Path("p.textproto"), "--format", "json"});
  EXPECT_EQ(good.code, 0);
  EXPECT_THAT(good.out, StartsWith("{\"errors\":0,\"warnings\":1,\"notes\":0,\"policy\":\""));
  EXPECT_THAT(good.out, HasSubstr("\"code\":\"no-valid-pledge\""));
  Write("bad.textproto", "roles { nam: \"r\" }\n");
  const Ended bad = Sudare({"policy", "check", Path("bad.textproto"), "--format", "json"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.out, HasSubstr("\"policy\":\"\",\"findings\":[\n{\"severity\":\"error\",\"code\":"
                                 "\"syntax\""));
  EXPECT_EQ(Sudare({"policy", "check", Path("p.textproto"), "--format", "xml"}).code, 2);
}

TEST_F(SudareTest, SaysThatADatabaseIsAway) {
  Write("p.textproto", kExpiredPledge);
  for (const char* command : {"check", "grants"}) {
    const Ended run =
        Sudare({"policy", command, Path("p.textproto"), "--database", "host=/no/where"});
    EXPECT_EQ(run.code, 2) << command;
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, HasSubstr("database")) << command;
  }
}

TEST_F(SudareTest, KnowsTheClassesThatAreCombined) {
  Write("p.textproto", kExpiredPledge);
  const Ended run = Sudare(
      {"policy", "check", Path("p.textproto"), "--database", "host=/no/where", "--combine", "pya"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err, "unknown class `pya` in --combine\ndid you mean `pay`?\n");
}

TEST_F(SudareTest, PrintsNoGrantsOfAPolicyWithErrors) {
  Write("bad.textproto", "roles { nam: \"r\" }\n");
  const Ended run = Sudare({"policy", "grants", Path("bad.textproto"), "--database", "host=/no"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, HasSubstr("bad.textproto:1:9: error: "));
}

TEST_F(SudareTest, MakesRotatesAndListsKeys) {
  Write("passphrase", "correct horse\n");
  const std::vector<std::string> flags = {"--file", Path("keyring"), "--passphrase-file",
                                          Path("passphrase")};
  const auto keys = [&](const std::string& action) {
    std::vector<std::string> all = {"keys", action};
    all.insert(all.end(), flags.begin(), flags.end());
    return Sudare(all);
  };
  EXPECT_EQ(keys("create").code, 0) << keys("create").err;
  EXPECT_EQ(keys("create").code, 1);
  EXPECT_EQ(keys("rotate").code, 0);
  const Ended list = keys("list");
  EXPECT_THAT(list.out, MatchesRegex("key [0-9]+, made [^\n]*, [a-z]+ tokens\n"
                                     "key [0-9]+, made [^\n]*, [a-z]+ tokens\n"));
  Write("passphrase", "wrong\n");
  EXPECT_EQ(keys("list").code, 1);
  // Without a file the passphrase is the input's first line.
  EXPECT_EQ(Sudare({"keys", "list", "--file", Path("keyring")}, "correct horse\n").code, 0);
}

TEST_F(SudareTest, PrintsAPasswordHash) {
  const Ended run = Sudare({"password"}, "open sesame\n");
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, StartsWith("password_hash: \"$argon2id$"));
  EXPECT_EQ(Sudare({"password"}, "").code, 2);
}

TEST_F(SudareTest, VerifiesASignedAuditLogAndSaysWhatAFindingMeans) {
  testing::SignedLog log;
  for (int i = 0; i < 3; ++i) log.Write(5);
  std::ofstream(Path("audit.pub")) << testing::PublicKeyPem(1);
  std::ofstream(Path("other.pub")) << testing::PublicKeyPem(2);
  const std::vector<std::string> verify = {"audit", "verify", log.folder()};
  const auto with = [&verify](std::vector<std::string> more) {
    more.insert(more.begin(), verify.begin(), verify.end());
    return Sudare(more);
  };
  EXPECT_THAT(with({}).out, HasSubstr("signatures not checked"));
  const Ended good = with({"--key", Path("audit.pub"), "--anchor", log.anchor_path()});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("covers all up to record"));
  const Ended json =
      with({"--key", Path("audit.pub"), "--anchor", log.anchor_path(), "--format", "json"});
  EXPECT_THAT(json.out, HasSubstr("{\"ok\": true, "));
  EXPECT_THAT(json.out, HasSubstr("\"not_anchored\": 0"));
  EXPECT_EQ(with({"--anchor", log.anchor_path()}).code, 2) << "an anchor needs the key";
  EXPECT_EQ(with({"--key", Path("nowhere")}).code, 2);
  EXPECT_EQ(with({"--key", Path("audit.pub"), "--anchor", Path("nowhere")}).code, 2);
  const Ended unknown = with({"--key", Path("other.pub")});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.out, HasSubstr("isn't among those given"));
  EXPECT_THAT(unknown.out, HasSubstr("--key may be repeated"));
  EXPECT_THAT(unknown.out, HasSubstr("対処: "));
  auto records = log.Records();
  records[0].mutable_intent()->set_purpose("none");
  log.Forge(records);
  EXPECT_EQ(with({}).code, 0);
  const Ended forged = with({"--key", Path("audit.pub"), "--format", "json"});
  EXPECT_EQ(forged.code, 1);
  EXPECT_THAT(forged.out, HasSubstr("\"kind\": \"rewritten\", \"segment\": 1, \"record\": 1"));
}

TEST_F(SudareTest, VerifiesAnAuditLog) {
  {
    AuditLogOptions options;
    options.folder = Path("audit");
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    for (int i = 0; i < 3; ++i) {
      sudare::v1::AuditRecord record;
      record.mutable_server()->set_kind(sudare::v1::ServerEvent::STARTED);
      ASSERT_THAT(log->AppendDurably(record), testing::IsOk());
    }
  }
  const Ended good = Sudare({"audit", "verify", Path("audit")});
  EXPECT_EQ(good.code, 0) << good.out;
  EXPECT_THAT(good.out, HasSubstr("records  3"));
  EXPECT_THAT(good.out, HasSubstr("完全"));
  EXPECT_EQ(Sudare({"audit", "verify", Path("audit"), "--expect-head", std::string(64, 'a')}).code,
            1);
  for (const auto& entry : std::filesystem::directory_iterator(Path("audit"))) {
    if (entry.file_size() < 100) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(entry.file_size() / 2));
    file.put('\x55');
  }
  const Ended broken = Sudare({"audit", "verify", Path("audit")});
  EXPECT_EQ(broken.code, 1) << broken.out;
  EXPECT_THAT(broken.out, HasSubstr("ALTERED"));
  EXPECT_EQ(Sudare({"audit", "verify", Path("nowhere")}).code, 2);
}

TEST_F(SudareTest, ReportsOnOneOrganizationForItsOwnAuditor) {
  testing::MadeLog log;
  testing::WriteBusyQuarter(&log);
  const auto report = [&log](std::vector<std::string> more) {
    more.insert(more.begin(), {"audit", "report", log.folder(), "--month", "2026-10", "--format",
                               "csv", "--language", "en"});
    return Sudare(more);
  };
  const Ended part = report({"--organization", "payroll-vendor"});
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_THAT(part.out, HasSubstr("report,,,organization,\"payroll-vendor\""));
  EXPECT_FALSE(absl::StrContains(part.out, "attendance"));
  EXPECT_THAT(part.err, HasSubstr("digest       "));
  const Ended whole = report({});
  EXPECT_TRUE(absl::StrContains(whole.out, "attendance"));
  EXPECT_NE(whole.err, part.err);
  const Ended unknown = report({"--organization", "payroll"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err, HasSubstr("it has: `attendance-vendor`, `payroll-vendor`"));
  // Of a variable that isn't set: never the whole report.
  const Ended empty = report({"--organization", ""});
  EXPECT_EQ(empty.code, 2);
  EXPECT_EQ(empty.out, "");
  EXPECT_EQ(report({"--organization="}).code, 2);
  const Ended search = Sudare({"audit", "search", log.folder(), "--organization", "payroll-vendor",
                               "--kind", "window_command", "--format", "json"});
  EXPECT_EQ(search.code, 0) << search.err;
  EXPECT_THAT(search.out, HasSubstr("no carrier"));
}

TEST_F(SudareTest, ServeRefusesABadConfiguration) {
  Write("sudare.textproto", "listeners { addres: \"x\" }\n");
  const Ended run = Sudare({"serve", "--config", Path("sudare.textproto")});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean `address`?"));
}

}  // namespace
}  // namespace sudare
