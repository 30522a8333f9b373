// Console: what a command reads from and writes to, and how it tells its end.
#ifndef SUDARE_PROXY_CLI_CONSOLE_H_
#define SUDARE_PROXY_CLI_CONSOLE_H_

#include <istream>
#include <ostream>

namespace sudare {

// Exit codes of `sudare`; the README of this folder and `--help` list them.
enum ExitCode : int {
  kDone = 0,
  // The answer is no: the server refused or failed, a policy has errors, an audit log was altered.
  kRefused = 1,
  // Wrong flags, or a file that can't be read.
  kUsage = 2,
  // The server can't be reached, or it doesn't know the caller.
  kNoServer = 3,
  // Ctrl-C.
  kInterrupted = 130,
};

// Lifetime: borrows its streams.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // `in` and `out` are a terminal: prompts, line editing.
  bool is_terminal = false;
  // Set by the command that ran.
  int exit_code = kDone;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_CONSOLE_H_
