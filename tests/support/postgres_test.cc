#include "tests/support/postgres.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool Exists(const std::string& path) {
  struct stat entry;
  return stat(path.c_str(), &entry) == 0;
}

TEST(PostgresServerTest, RunsStatementsAndReturnsRows) {
  ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start());
  ASSERT_THAT(
      server->Run("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL);"),
      IsOk());
  EXPECT_THAT(server->Query("SELECT a, b FROM t ORDER BY a;"),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("1"), Value("x")),
                                       ElementsAre(Value("2"), Value()))));
  EXPECT_THAT(server->Query("SELECT 1 WHERE false"), IsOkAndHolds(ElementsAre()));
  EXPECT_THAT(server->Query(R"(SELECT E'\\N', E'a\tb\nc\\d', '', '氏名' -- a comment)"),
              IsOkAndHolds(ElementsAre(
                  ElementsAre(Value("\\N"), Value("a\tb\nc\\d"), Value(""), Value("氏名")))));
  EXPECT_THAT(server->Run("SELECT 1/0"), StatusIs(absl::StatusCode::kInternal, HasSubstr("zero")));
}

TEST(PostgresServerTest, KeepsItsDataOverRestartAndPowerCut) {
  ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start());
  ASSERT_THAT(server->Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1); CHECKPOINT"), IsOk());
  ASSERT_THAT(server->Restart(), IsOk());
  EXPECT_THAT(server->Query("SELECT a FROM t"), IsOkAndHolds(ElementsAre(ElementsAre(Value("1")))));
  ASSERT_THAT(server->Kill9(), IsOk());
  EXPECT_FALSE(server->Query("SELECT a FROM t").ok());
  ASSERT_THAT(server->Restart(), IsOk());
  EXPECT_THAT(server->Query("SELECT a FROM t"), IsOkAndHolds(ElementsAre(ElementsAre(Value("1")))));
}

TEST(PostgresServerTest, TakesSettingsAndFiles) {
  PostgresServer::Options options;
  options.settings = {{"max_connections", "17"}};
  ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start(options));
  EXPECT_THAT(server->Query("SELECT current_setting('max_connections')"),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("17")))));
  const std::string path = server->socket_directory() + ".sql";
  std::ofstream(path) << "CREATE DATABASE other;\n";
  EXPECT_THAT(server->RunFile(path), IsOk());
  unlink(path.c_str());
  EXPECT_THAT(server->Query("SELECT current_database()", "other"),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("other")))));
  EXPECT_THAT(server->RunFile(path), StatusIs(absl::StatusCode::kNotFound));
}

TEST(PostgresServerTest, LeavesNothingBehind) {
  std::string folder;
  pid_t pid;
  {
    ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start());
    folder = server->socket_directory();
    pid = server->pid();
    EXPECT_TRUE(Exists(folder));
  }
  EXPECT_FALSE(Exists(folder));
  EXPECT_NE(kill(pid, 0), 0);
}

// How the process ends that has started a server and not destroyed it.
class PostgresServerEndTest : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Ends, PostgresServerEndTest, ::testing::Values("exit", "crash"));

TEST_P(PostgresServerEndTest, LeavesNothingBehind) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t test = fork();
  if (test == 0) {
    const PostgresServer* const server = (*PostgresServer::Start()).release();
    const std::string text = std::to_string(server->pid()) + " " + server->socket_directory();
    if (write(ends[1], text.data(), text.size()) < 0) _exit(1);
    if (GetParam() == absl::string_view("exit")) exit(0);
    raise(SIGKILL);
  }
  char text[200] = {};
  ASSERT_GT(read(ends[0], text, sizeof text - 1), 0);
  waitpid(test, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  const pid_t pid = atoi(text);
  const std::string folder = strchr(text, ' ') + 1;
  if (GetParam() == absl::string_view("exit")) {
    EXPECT_FALSE(Exists(folder));
  }
  for (int i = 0; i < 1000 && (Exists(folder) || kill(pid, 0) == 0); ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_FALSE(Exists(folder));
  EXPECT_NE(kill(pid, 0), 0);
}

}  // namespace
}  // namespace sudare::testing
