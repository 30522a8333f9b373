// `sudare shell` at a terminal, as a person uses it: a pseudo-terminal, keys and what is seen.
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
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

using ::testing::HasSubstr;
using ::testing::Not;

// A program at a terminal of 24 lines and 200 columns.
class Terminal {
 public:
  explicit Terminal(const std::vector<std::string>& arguments) {
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) {
      pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    static char kTerm[] = "TERM=vt100";
    static char kLang[] = "LANG=C.UTF-8";
    static char kPath[] = "PATH=/usr/bin:/bin";
    char* environment[] = {kTerm, kLang, kPath, nullptr};
    winsize size = {24, 200, 0, 0};
    pid_ = forkpty(&fd_, nullptr, nullptr, &size);
    if (pid_ == 0) {
      execve(pointers[0], pointers.data(), environment);
      _exit(127);
    }
  }

  ~Terminal() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(fd_);
  }

  void Type(const std::string& keys) {
    EXPECT_EQ(write(fd_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }

  // Waits for the text; what came before it is left behind.
  bool Shows(const std::string& text) {
    size_t at = std::string::npos;
    const bool found = Soon([&] {
      Take();
      at = screen_.find(text);
      return at != std::string::npos;
    });
    if (!found) ADD_FAILURE() << "waiting for `" << text << "`, the screen shows:\n" << screen_;
    if (found) screen_.erase(0, at + text.size());
    return found;
  }

  const std::string& screen() const { return screen_; }
  // All that was ever written to the terminal.
  const std::string& written() const { return written_; }

  // The exit code; -1: it goes on.
  int End() {
    int status = 0;
    const bool ended = Soon([&] {
      Take();
      return waitpid(pid_, &status, WNOHANG) == pid_;
    });
    if (!ended) return -1;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
  }

 private:
  void Take() {
    while (true) {
      fd_set ready;
      FD_ZERO(&ready);
      FD_SET(fd_, &ready);
      timeval none = {0, 0};
      if (select(fd_ + 1, &ready, nullptr, nullptr, &none) <= 0) return;
      char bytes[4096];
      const ssize_t got = read(fd_, bytes, sizeof(bytes));
      if (got <= 0) return;
      screen_.append(bytes, static_cast<size_t>(got));
      written_.append(bytes, static_cast<size_t>(got));
    }
  }

  int fd_ = -1;
  pid_t pid_ = -1;
  std::string screen_;
  std::string written_;
};

class ShellTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(office_, Office::Open());
    std::ofstream(Path("password")) << ProxyProcess::kPassword;
    chmod(Path("password").c_str(), 0600);
  }

  std::string Path(const std::string& name) { return office_->proxy().folder() + "/" + name; }

  Terminal Start() {
    return Terminal({office_->proxy().command(), "shell", "--server",
                     absl::StrCat("127.0.0.1:", office_->proxy().plain_port()), "--plaintext",
                     "--user", "vendor", "--password-file", Path("password"), "--history",
                     Path("history")});
  }

  std::unique_ptr<Office> office_;
};

TEST_F(ShellTest, AsksOneQuestionAfterTheOther) {
  Terminal terminal = Start();
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("SELECT 40 + 2 AS answer;\n");
  ASSERT_TRUE(terminal.Shows("(1 row"));
  ASSERT_TRUE(terminal.Shows("sudare> "));
  // A statement over several lines, with a semicolon that ends nothing.
  terminal.Type("SELECT full_name,\n");
  ASSERT_TRUE(terminal.Shows("-> "));
  terminal.Type("  ';' AS mark FROM payroll.employees\n");
  ASSERT_TRUE(terminal.Shows("-> "));
  terminal.Type("WHERE employee_no = '000001';\n");
  ASSERT_TRUE(terminal.Shows("nam_"));
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("\\d\n");
  ASSERT_TRUE(terminal.Shows("payroll.employees"));
  terminal.Type("\\d payroll.employees\n");
  ASSERT_TRUE(terminal.Shows("partial"));
  terminal.Type("SELECT nothing;\n");
  ASSERT_TRUE(terminal.Shows("reason: "));
  terminal.Type("\\q\n");
  EXPECT_EQ(terminal.End(), 0);
}

TEST_F(ShellTest, CtrlCCancelsTheQueryAndNotTheShell) {
  Terminal terminal = Start();
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type(absl::StrCat(kLongWork, ";\n"));
  ASSERT_TRUE(Soon([&] { return office_->RunningInDatabase() == 1; }));
  terminal.Type("\x03");
  ASSERT_TRUE(terminal.Shows("cancelled"));
  ASSERT_TRUE(terminal.Shows("sudare> "));
  EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }, absl::Seconds(2)));
  // At the prompt it drops what was typed.
  terminal.Type("SELECT 'half\n");
  ASSERT_TRUE(terminal.Shows("-> "));
  terminal.Type("\x03");
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("SELECT 1 AS whole;\n");
  ASSERT_TRUE(terminal.Shows("(1 row"));
  // Ctrl-D leaves.
  terminal.Type("\x04");
  EXPECT_EQ(terminal.End(), 0);
}

TEST_F(ShellTest, RemembersStatementsInAFileOfTheOwnerAlone) {
  {
    Terminal terminal = Start();
    ASSERT_TRUE(terminal.Shows("sudare> "));
    terminal.Type("SELECT 4711 AS number;\n");
    ASSERT_TRUE(terminal.Shows("(1 row"));
    terminal.Type("\\q\n");
    EXPECT_EQ(terminal.End(), 0);
  }
  std::stringstream history;
  history << std::ifstream(Path("history")).rdbuf();
  EXPECT_THAT(history.str(), HasSubstr("4711"));
  EXPECT_THAT(history.str(), Not(HasSubstr(ProxyProcess::kPassword)));
  struct stat info;
  ASSERT_EQ(stat(Path("history").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  // The key for the last line brings it back.
  Terminal terminal = Start();
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("\x10\x10\n");  // Ctrl-P: the last was \q
  ASSERT_TRUE(terminal.Shows("(1 row"));
  terminal.Type("\\q\n");
  EXPECT_EQ(terminal.End(), 0);
}

TEST_F(ShellTest, AProxyThatGoesAwayIsToldAndComesBack) {
  Terminal terminal = Start();
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("SELECT 1 AS before;\n");
  ASSERT_TRUE(terminal.Shows("(1 row"));
  ASSERT_THAT(office_->proxy().Stop(SIGKILL), IsOk());
  terminal.Type("SELECT 1 AS during;\n");
  ASSERT_TRUE(terminal.Shows("not available"));
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] {
    terminal.Type("SELECT 1 AS after;\n");
    absl::SleepFor(absl::Milliseconds(500));
    return terminal.Shows("sudare> ") && absl::StrContains(terminal.screen(), "(1 row");
  }));
  terminal.Type("\\q\n");
  EXPECT_EQ(terminal.End(), 0);
}

// Control characters in the data must not reach the terminal.
TEST_F(ShellTest, EscapeSequencesInValuesAreNotObeyed) {
  Terminal terminal = Start();
  ASSERT_TRUE(terminal.Shows("sudare> "));
  terminal.Type("SELECT E'<\\x1b]0;title\\x07\\x1b[2J>' AS e;\n");
  ASSERT_TRUE(terminal.Shows("(1 row"));
  EXPECT_THAT(terminal.written(), HasSubstr("title"));
  EXPECT_THAT(terminal.written(), Not(HasSubstr("\x1b]0;title")));
  EXPECT_THAT(terminal.written(), Not(HasSubstr("\x1b[2J>")));
  terminal.Type("\\q\n");
  EXPECT_EQ(terminal.End(), 0);
}

}  // namespace
}  // namespace sudare::testing
