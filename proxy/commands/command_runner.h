// Runs a program that the configuration names: without a shell, as the user of this process, with
// the environment it is given and no other, without any of our files, for a limited time.
//
// Thread-safety: share freely; the calling thread waits for the program.
#ifndef SUDARE_PROXY_COMMANDS_COMMAND_RUNNER_H_
#define SUDARE_PROXY_COMMANDS_COMMAND_RUNNER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace sudare {

struct CommandToRun {
  // The program's absolute path, and its arguments.
  std::vector<std::string> arguments;
  // Names and values: all that it gets.
  std::vector<std::pair<std::string, std::string>> environment;
  absl::Duration timeout = absl::Seconds(20);
  // Asked some times a second; true: it is killed.
  std::function<bool()> stop = [] { return false; };
};

struct CommandResult {
  enum Ending { kExited, kSignalled, kTimedOut, kStopped, kNotStarted };
  Ending ending = kNotStarted;
  int exit_code = 0;
  int signal = 0;
  // Of both streams, at most 4 KiB, as plain text (command_output.h); of kNotStarted: why.
  std::string output;
  absl::Duration elapsed;

  bool ok() const { return ending == kExited && exit_code == 0; }
};

// Its own time beyond the timeout: a program that can't be killed is left behind after it.
inline constexpr absl::Duration kKillGrace = absl::Seconds(2);

// Waits until the program has ended. At its timeout, and when it ends, SIGKILL goes to its process
// group: a daemon that is to stay makes a session of its own. Even if this process is killed, the
// group is at the timeout (plus kKillGrace).
CommandResult RunCommand(const CommandToRun& command);

}  // namespace sudare

#endif  // SUDARE_PROXY_COMMANDS_COMMAND_RUNNER_H_
