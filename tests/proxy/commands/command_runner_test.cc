#include "proxy/commands/command_runner.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/commands/command_file.h"
#include "proxy/commands/command_output.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class CommandRunnerTest : public ::testing::Test {
 protected:
  CommandRunnerTest() {
    char folder[] = "/tmp/sudare-commands-XXXXXX";
    folder_ = mkdtemp(folder);
  }
  ~CommandRunnerTest() override { std::filesystem::remove_all(folder_); }

  std::string Script(const std::string& text, mode_t mode = 0755) {
    const std::string path = absl::StrCat(folder_, "/script", ++scripts_);
    std::ofstream(path) << "#!/bin/sh\n" << text;
    chmod(path.c_str(), mode);
    return path;
  }
  CommandResult Run(const std::string& script, absl::Duration timeout = absl::Seconds(20)) {
    CommandToRun command;
    command.arguments = {Script(script)};
    command.timeout = timeout;
    return RunCommand(command);
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // False: gone, or a zombie that nobody waits for.
  static bool IsAlive(pid_t pid) {
    std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
    const std::string stat{std::istreambuf_iterator<char>(file), {}};
    const size_t end = stat.rfind(") ");
    return end != std::string::npos && stat[end + 2] != 'Z';
  }
  bool HasGone(const std::string& pid_file) const {
    pid_t pid = 0;
    EXPECT_TRUE(absl::SimpleAtoi(Read(pid_file), &pid)) << pid_file;
    for (int i = 0; i < 200 && IsAlive(pid); ++i) absl::SleepFor(absl::Milliseconds(10));
    return !IsAlive(pid);
  }

  std::string folder_;
  int scripts_ = 0;
};

TEST_F(CommandRunnerTest, TellsHowAProgramEnded) {
  const CommandResult good = Run("echo 回線を接続しました; echo to-stderr >&2");
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(good.output, "回線を接続しました\nto-stderr\n");
  const CommandResult bad = Run("echo no carrier; exit 7");
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.ending, CommandResult::kExited);
  EXPECT_EQ(bad.exit_code, 7);
  const CommandResult killed = Run("kill -SEGV $$");
  EXPECT_FALSE(killed.ok());
}

TEST_F(CommandRunnerTest, ArgumentsReachItAsTheyAre) {
  CommandToRun command;
  command.arguments = {Script("printf '%s\\n' \"$@\""), "a b", "$HOME", "; exit 3", "*", ""};
  const CommandResult result = RunCommand(command);
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.output, "a b\n$HOME\n; exit 3\n*\n\n");
}

TEST_F(CommandRunnerTest, ItsEnvironmentIsWhatItIsGiven) {
  setenv("SUDARE_SECRET_OF_THE_PROXY", "x", 1);
  CommandToRun command;
  command.arguments = {"/usr/bin/env"};
  command.environment = {{"SUDARE_WINDOW", "W00001"}, {"SUDARE_ROLE", "保守 作業"}};
  const CommandResult result = RunCommand(command);
  EXPECT_THAT(absl::StrSplit(result.output, '\n', absl::SkipEmpty()),
              UnorderedElementsAre("SUDARE_WINDOW=W00001", "SUDARE_ROLE=保守 作業"));
}

TEST_F(CommandRunnerTest, NoneOfOurFilesAreOpenInIt) {
  // Not marked for closing, and high enough not to be its own.
  const int leaked = open("/etc/hostname", O_RDONLY);
  ASSERT_EQ(dup2(leaked, 77), 77);
  ASSERT_EQ(dup2(leaked, 9), 9);
  const CommandResult result = Run("ls -l /proc/self/fd; readlink /proc/self/fd/0");
  close(leaked);
  close(77);
  close(9);
  EXPECT_TRUE(result.ok());
  EXPECT_THAT(result.output, Not(HasSubstr("hostname")));
  EXPECT_THAT(result.output, Not(HasSubstr(" 77 ")));
  EXPECT_THAT(result.output, EndsWith("/dev/null\n"));
}

// The server blocks SIGTERM and ignores SIGPIPE.
TEST_F(CommandRunnerTest, SignalsReachIt) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto old = signal(SIGPIPE, SIG_IGN);
  const CommandResult result = Run("grep -E 'Sig(Blk|Ign)' /proc/self/status");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  signal(SIGPIPE, old);
  // 32 and 33 are the C library's own.
  EXPECT_THAT(result.output, ::testing::MatchesRegex("SigBlk:.0000000000000000\n"
                                                     "SigIgn:.0000000[01][08]0000000\n"));
}

TEST_F(CommandRunnerTest, RunsAsTheUserOfTheProxy) {
  EXPECT_EQ(Run("id -u").output, absl::StrCat(geteuid(), "\n"));
  EXPECT_EQ(Run("pwd").output, "/\n");
}

TEST_F(CommandRunnerTest, TheTimeoutKillsGrandchildrenToo) {
  const absl::Time start = absl::Now();
  const CommandResult result = Run(absl::StrCat("trap '' TERM\n"
                                                "(trap '' TERM; echo $$ > ",
                                                folder_, "/child; sleep 300 & echo $! > ", folder_,
                                                "/grandchild; wait) &\n"
                                                "echo $! > ",
                                                folder_, "/shell; echo started; sleep 300"),
                                   absl::Seconds(1));
  EXPECT_EQ(result.ending, CommandResult::kTimedOut);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.output, "started\n");
  EXPECT_GE(absl::Now() - start, absl::Seconds(1));
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
  EXPECT_TRUE(HasGone("shell"));
  EXPECT_TRUE(HasGone("grandchild"));
}

TEST_F(CommandRunnerTest, WhatItLeavesBehindInItsGroupEndsWithIt) {
  const absl::Time start = absl::Now();
  const CommandResult result =
      Run(absl::StrCat("sleep 300 & echo $! > ", folder_, "/left\nexit 0"));
  EXPECT_TRUE(result.ok());
  // Nor is its output waited for.
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_TRUE(HasGone("left"));
}

TEST_F(CommandRunnerTest, ADaemonWithASessionOfItsOwnStays) {
  const CommandResult result =
      Run(absl::StrCat("setsid sleep 30 & echo $! > ", folder_, "/daemon; sleep 0.3"));
  EXPECT_TRUE(result.ok());
  pid_t pid = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Read("daemon"), &pid));
  EXPECT_TRUE(IsAlive(pid));
  kill(pid, SIGKILL);
}

TEST_F(CommandRunnerTest, IsKilledWhenTheProxyStops) {
  CommandToRun command;
  command.arguments = {Script("sleep 300")};
  const absl::Time start = absl::Now();
  command.stop = [&] { return absl::Now() - start > absl::Milliseconds(300); };
  EXPECT_EQ(RunCommand(command).ending, CommandResult::kStopped);
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
}

// Whoever runs it dies: it ends at its time nevertheless.
TEST_F(CommandRunnerTest, EndsInTimeThoughTheProxyIsKilled) {
  CommandToRun command;
  command.arguments = {Script(absl::StrCat("echo $$ > ", folder_, "/orphan; sleep 300"))};
  command.timeout = absl::Seconds(1);
  const pid_t proxy = fork();
  if (proxy == 0) {
    RunCommand(command);
    _exit(0);
  }
  for (int i = 0; i < 500 && Read("orphan").empty(); ++i) absl::SleepFor(absl::Milliseconds(10));
  kill(proxy, SIGKILL);
  waitpid(proxy, nullptr, 0);
  pid_t pid = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Read("orphan"), &pid));
  const absl::Time killed = absl::Now();
  while (IsAlive(pid) && absl::Now() - killed < absl::Seconds(10)) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_FALSE(IsAlive(pid));
}

TEST_F(CommandRunnerTest, AFloodOfOutputIsReadAndItsEndKept) {
  const CommandResult result =
      Run("head -c 200000000 /dev/zero | tr '\\0' 'x'; echo; echo the end", absl::Seconds(60));
  EXPECT_TRUE(result.ok());
  EXPECT_LE(result.output.size(), CommandOutput::kMostBytes);
  EXPECT_THAT(result.output, AllOf(StartsWith("…x"), EndsWith("x\nthe end\n")));
  // One without end, too.
  const CommandResult endless = Run("while :; do echo more; done", absl::Seconds(1));
  EXPECT_EQ(endless.ending, CommandResult::kTimedOut);
  EXPECT_LE(endless.output.size(), CommandOutput::kMostBytes);
}

TEST_F(CommandRunnerTest, OutputBecomesPlainText) {
  const CommandResult result =
      Run("printf 'a\\377\\tb\\r\\n\\033[31mred\\302\\205\\342\\200\\256\\r\\n'");
  EXPECT_EQ(result.output, "a\uFFFD\tb\n\uFFFD[31mred\uFFFD\uFFFD\n");
}

TEST_F(CommandRunnerTest, WhatCanNotBeRunIsToldFromWhatFails) {
  const auto why = [](const std::string& path) {
    CommandToRun command;
    command.arguments = {path};
    const CommandResult result = RunCommand(command);
    EXPECT_EQ(result.ending, CommandResult::kNotStarted) << path;
    return result.output;
  };
  EXPECT_THAT(why(folder_ + "/nothing"), HasSubstr("No such file"));
  EXPECT_THAT(why("script"), HasSubstr("no absolute path"));
  EXPECT_THAT(why(Script("exit 0", 0644)), HasSubstr("no program"));
  EXPECT_THAT(why(folder_), HasSubstr("no program"));
  EXPECT_THAT(why(Script("exit 0", 0775)), HasSubstr("others may write"));
  EXPECT_THAT(why(Script("exit 0", 0757)), HasSubstr("others may write"));
  const std::string odd = folder_ + "/odd";
  std::ofstream(odd) << "#!/no/such/interpreter\n";
  chmod(odd.c_str(), 0755);
  EXPECT_THAT(why(odd), HasSubstr("No such file"));
  // A program's own 127 is an exit code.
  EXPECT_EQ(Run("exit 127").ending, CommandResult::kExited);
  CommandToRun nothing;
  EXPECT_EQ(RunCommand(nothing).ending, CommandResult::kNotStarted);
}

TEST_F(CommandRunnerTest, LeavesNoZombieAndNoDescriptorBehind) {
  const auto count = [] {
    int open = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      if (!entry.path().empty()) ++open;
    }
    return open;
  };
  const int before = count();
  for (int i = 0; i < 5; ++i) Run("exit 1");
  Run("sleep 300", absl::Milliseconds(200));
  EXPECT_EQ(count(), before);
  std::ifstream children(absl::StrCat("/proc/self/task/", getpid(), "/children"));
  const std::string left{std::istreambuf_iterator<char>(children), {}};
  EXPECT_THAT(left, IsEmpty());
}

TEST(CommandOutputTest, TheLastLineIsWhatIsNotBlank) {
  EXPECT_EQ(LastLine("one\ntwo\n \n\n"), "two");
  EXPECT_EQ(LastLine("only"), "only");
  EXPECT_EQ(LastLine(" \n"), "");
  EXPECT_THAT(LastLine(std::string(1000, 'x')), SizeIs(200 + 3));
}

}  // namespace
}  // namespace sudare::testing
