#include "proxy/cli/prompt.h"

#include <termios.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/secret_file.h"

namespace sudare {
namespace {

// Turns the terminal's echo off while it lives.
class NoEcho {
 public:
  NoEcho() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~NoEcho() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_ = {};
  bool changed_ = false;
};

}  // namespace

absl::StatusOr<std::string> PromptForSecret(Console& console, absl::string_view prompt) {
  std::string line;
  if (console.is_terminal) {
    console.err << prompt << std::flush;
    const NoEcho no_echo;
    std::getline(console.in, line);
    console.err << "\n";
  } else {
    std::getline(console.in, line);
  }
  if (line.empty() && !console.in) return absl::OutOfRangeError("nothing was typed in");
  if (line.empty()) return absl::InvalidArgumentError("it must not be empty");
  return line;
}

absl::StatusOr<std::string> SecretFrom(const std::string& file, Console& console,
                                       absl::string_view prompt, bool twice) {
  if (!file.empty()) return ReadSecretFile(file);
  SUDARE_ASSIGN_OR_RETURN(const std::string secret, PromptForSecret(console, prompt));
  if (twice && console.is_terminal) {
    SUDARE_ASSIGN_OR_RETURN(const std::string again,
                            PromptForSecret(console, absl::StrCat("once more, ", prompt)));
    if (again != secret) return absl::InvalidArgumentError("the two don't agree");
  }
  return secret;
}

}  // namespace sudare
