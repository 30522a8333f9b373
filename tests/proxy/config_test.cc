#include "proxy/config.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/golden.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Shown(const std::vector<Issue>& issues) {
  return absl::StrJoin(issues, "\n", [](std::string* out, const Issue& issue) {
    absl::StrAppend(out, issue.ToString());
  });
}

TEST(ConfigTest, TellsAllThatIsWrongAtOnce) {
  testing::ExpectGoldenCases("tests/golden/config/errors.txt", [](const std::string& input) {
    return Shown(ParseConfig("sudare.textproto", input).issues);
  });
}

TEST(ConfigTest, NoMessageRepeatsAPassword) {
  for (const char* line : {R"(database { connection: "password=hunter2" })",
                           R"(database { connection: "postgres://u:hunter2@h/d" })",
                           R"(database { connection: "pass word=hunter2" conn: 1 })",
                           R"(database { connection: "password=hunter2" connection: "" })",
                           R"(database { connection: "password=hunter2 )",
                           R"(state { postgres { connection: "password=hunter2" } })"}) {
    const ConfigResult result = ParseConfig("c", line);
    EXPECT_FALSE(result.config.has_value());
    EXPECT_THAT(Shown(result.issues), Not(HasSubstr("hunter2"))) << line;
  }
}

class ConfigFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // Paths of sockets are short.
    char folder[] = "/tmp/sudare-config-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    for (const char* name :
         {"server.pem", "server.key", "ca.pem", "policy.textproto", "keyring", "passphrase"}) {
      std::ofstream(Path(name)) << "x";
      chmod(Path(name).c_str(), 0600);
    }
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

  ConfigResult Load(const std::string& text) {
    std::ofstream(Path("sudare.textproto")) << text;
    return LoadConfig(Path("sudare.textproto"));
  }

  static constexpr char kGood[] = R"(
    listeners {
      address: "127.0.0.1:7443"
      tls { certificate: "server.pem" private_key: "./server.key" client_ca: "ca.pem" }
    }
    listeners { address: "unix:s.sock" plaintext_on_loopback: true passwords: true reflection: false }
    database { connection: "host=/run/postgresql dbname=payroll" }
    policy: "policy.textproto"
    keyring { file: "keyring" passphrase_file: "passphrase" }
    audit { folder: "audit" }
    defaults { rows_per_query: 7 }
  )";

  std::string folder_;
};

TEST_F(ConfigFilesTest, ResolvesPathsAgainstTheFilesFolder) {
  const ConfigResult result = Load(kGood);
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->policy(), Path("policy.textproto"));
  EXPECT_EQ(result.config->listeners(0).tls().private_key(), Path("server.key"));
  EXPECT_EQ(result.config->listeners(1).address(), "unix:" + Path("s.sock"));
  EXPECT_EQ(result.config->audit().folder(), Path("audit"));
  EXPECT_EQ(result.config->keyring().file(), Path("keyring"));
  EXPECT_EQ(result.config->database().connection(), "host=/run/postgresql dbname=payroll");
}

TEST_F(ConfigFilesTest, StatementsMayBeKeptSealedToAKeyThatIsThere) {
  std::string text = kGood;
  text.replace(text.find("folder: \"audit\""), 15,
               "folder: \"audit\" sealed_statements { public_key: \"replay.pub\" }");
  EXPECT_FALSE(Load(text).config.has_value()) << "no such file";
  std::ofstream(Path("replay.pub")) << "a key";
  const ConfigResult result = Load(text);
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->audit().sealed_statements().public_key(), Path("replay.pub"));
}

TEST_F(ConfigFilesTest, AnAuditLogMayBeSignedAndAnchored) {
  std::ofstream(Path("audit.key")) << "secret";
  chmod(Path("audit.key").c_str(), 0600);
  std::string text = kGood;
  text.replace(text.find("folder: \"audit\""), 15,
               "folder: \"audit\" signing_key: \"audit.key\" anchors { file: \"a/anchor\" } "
               "anchors { postgres { connection: \"dbname=audit\" } }");
  const ConfigResult result = Load(text);
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  const sudare::v1::Audit& audit = result.config->audit();
  EXPECT_EQ(audit.signing_key(), Path("audit.key"));
  EXPECT_EQ(audit.anchors(0).file(), Path("a/anchor"));
  EXPECT_EQ(audit.anchors(0).name(), "file");
  EXPECT_EQ(audit.anchors(1).name(), "postgres");
  EXPECT_EQ(audit.checkpoint_interval().seconds(), 60);
  EXPECT_EQ(audit.checkpoint_records(), 10'000u);
  chmod(Path("audit.key").c_str(), 0640);
  EXPECT_FALSE(Load(text).config.has_value()) << "a key that others may read";
}

TEST_F(ConfigFilesTest, FillsInEveryDefault) {
  const ConfigResult result = Load(kGood);
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->defaults().rows_per_query(), 7u);
  EXPECT_EQ(result.config->defaults().bytes_per_query(), 1u << 30);
  EXPECT_EQ(result.config->defaults().statement_timeout().seconds(), 60);
  EXPECT_EQ(result.config->defaults().server_queries(), 64u);
  EXPECT_EQ(result.config->listeners(0).max_connections(), 2500u);
  EXPECT_TRUE(result.config->listeners(0).reflection());
  EXPECT_FALSE(result.config->listeners(1).reflection());
  EXPECT_EQ(result.config->database().pool_size(), 16u);
  EXPECT_EQ(result.config->database().time_zone(), "UTC");
  EXPECT_EQ(result.config->login_throttle().failures(), 5u);
  EXPECT_EQ(result.config->token_limits().detokenize_per_hour(), 30u);
  EXPECT_EQ(result.config->token_limits().detokenize_per_day(), 200u);
  EXPECT_EQ(result.config->token_limits().trace_per_hour(), 300u);
  EXPECT_EQ(result.config->token_limits().trace_per_day(), 2000u);
}

TEST_F(ConfigFilesTest, KeepsTheStateBesideTheAuditLogUnlessToldOtherwise) {
  ConfigResult result = Load(kGood);
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->state().sqlite().file(), Path("state/state.sqlite"));
  result = Load(absl::StrCat(kGood, "state { sqlite { file: 'other/s.sqlite' } }"));
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->state().sqlite().file(), Path("other/s.sqlite"));
  result = Load(absl::StrCat(kGood, "state { postgres { connection: 'dbname=sudare' } }"));
  ASSERT_TRUE(result.config.has_value()) << Shown(result.issues);
  EXPECT_EQ(result.config->state().postgres().schema(), "sudare_state");
  EXPECT_EQ(result.config->state().postgres().timeout().seconds(), 2);
  EXPECT_EQ(result.config->state().postgres().connect_timeout().seconds(), 1);
}

TEST_F(ConfigFilesTest, CommandsAreProgramsThatNobodyElseCanAlter) {
  const std::string program = Path("line");
  std::ofstream(program) << "#!/bin/sh\n";
  chmod(program.c_str(), 0755);
  const auto load = [&](const std::string& commands) {
    return Load(absl::StrCat(kGood, "window_commands { ", commands, " }"));
  };
  const std::string both =
      absl::StrCat("at_open { command: ['", program,
                   "', 'on'] timeout { seconds: 300 } } at_close { command: '", program, "' }");
  const ConfigResult good = load(both);
  ASSERT_TRUE(good.config.has_value()) << Shown(good.issues);
  EXPECT_EQ(good.config->window_commands(0).at_open().timeout().seconds(), 300);
  EXPECT_EQ(good.config->window_commands(0).at_close().timeout().seconds(), 20);
  EXPECT_FALSE(good.config->window_commands(0).has_alarm());

  const auto expect_error = [&](const std::string& commands, const std::string& message) {
    const ConfigResult result = load(commands);
    EXPECT_FALSE(result.config.has_value()) << commands;
    EXPECT_THAT(Shown(result.issues), HasSubstr(message));
  };
  expect_error("", "without a command");
  expect_error("alarm {}", "without a program");
  expect_error("alarm { command: 'line' }", "no absolute path");
  expect_error("alarm { command: '/no/such/program' }", "No such file");
  expect_error(absl::StrCat("at_open { command: '", program, "' }"),
               "`at_open` without `at_close`");
  expect_error(absl::StrCat("alarm { command: '", program, "' timeout { seconds: 301 } }"),
               "more than 300 seconds");
  expect_error(absl::StrCat("alarm { command: '", program, "' timeout { seconds: 0 } }"),
               "must be more than 0");
  expect_error(absl::StrCat(both, " } window_commands { ", both), "two `window_commands`");
  chmod(program.c_str(), 0777);
  expect_error(both, "others may write");
  chmod(program.c_str(), 0644);
  expect_error(both, "no program that may be executed");
}

TEST_F(ConfigFilesTest, RefusesSecretsThatOthersMayRead) {
  for (const char* name : {"server.key", "keyring", "passphrase"}) {
    chmod(Path(name).c_str(), 0604);
    const ConfigResult result = Load(kGood);
    EXPECT_FALSE(result.config.has_value());
    EXPECT_THAT(Shown(result.issues), HasSubstr("others may read"));
    // Who examines it goes on with the rest.
    ASSERT_TRUE(result.as_read.has_value());
    EXPECT_EQ(result.as_read->keyring().file(), Path("keyring"));
    EXPECT_EQ(result.issues[0].code, "file-mode");
    chmod(Path(name).c_str(), 0600);
  }
  EXPECT_TRUE(Load(kGood).config.has_value());
}

TEST_F(ConfigFilesTest, AMissingFileIsOneIssue) {
  const ConfigResult result = LoadConfig(Path("nowhere.textproto"));
  EXPECT_FALSE(result.config.has_value());
  EXPECT_FALSE(result.as_read.has_value());
  EXPECT_THAT(Shown(result.issues), HasSubstr("nowhere.textproto: error: cannot read"));
}

TEST_F(ConfigFilesTest, SurvivesGarbage) {
  std::string garbage;
  for (int i = 0; i < 5000; ++i) garbage.push_back(static_cast<char>(i * 7919 >> 3));
  EXPECT_FALSE(Load(garbage).config.has_value());
  EXPECT_FALSE(Load(std::string(100'000, '{')).config.has_value());
}

}  // namespace
}  // namespace sudare
