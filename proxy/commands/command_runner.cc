#include "proxy/commands/command_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "proxy/commands/command_file.h"
#include "proxy/commands/command_output.h"

namespace sudare {
namespace {

constexpr int kTickMilliseconds = 20;
// What `timeout` ends with where it could not start the program; the program may, too.
constexpr int kCannotRun = 126;
constexpr int kNoProgram = 127;

absl::Duration Now() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// One end is the program's, the other ours.
struct Pipe {
  int ours = -1;
  int theirs = -1;

  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    ours = ends[0];
    theirs = ends[1];
    return fcntl(ours, F_SETFL, O_NONBLOCK) == 0;
  }
  void CloseTheirs() {
    if (theirs >= 0) close(theirs);
    theirs = -1;
  }
  ~Pipe() {
    CloseTheirs();
    if (ours >= 0) close(ours);
  }
};

// Without fork: nothing of our memory, which holds keys, is ever the child's.
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  // 0, or an errno.
  int Start(std::vector<std::string> arguments, std::vector<std::string> environment, int output,
            pid_t* pid) {
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, output, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
    // The server blocks some signals and ignores others, which a program would inherit.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    return posix_spawn(pid, arguments[0].c_str(), &actions_, &attributes_,
                       Pointers(arguments).data(), Pointers(environment).data());
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

void ReadWhatIsThere(int descriptor, CommandOutput* output) {
  char buffer[16384];
  // Not without end: who writes faster than we read is still looked after.
  for (int i = 0; i < 64; ++i) {
    const ssize_t size = read(descriptor, buffer, sizeof buffer);
    if (size <= 0) return;
    output->Add({buffer, static_cast<size_t>(size)});
  }
}

// It stays a zombie, so that the number of its group is nobody else's.
bool HasEnded(pid_t pid) {
  siginfo_t info = {};
  return waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid;
}

class Running {
 public:
  Running(pid_t pid, int output) : pid_(pid), output_(output) {}

  // Until it ends, or `until`, or `stop` says so; true: it has ended.
  bool Wait(absl::Duration until, const std::function<bool()>& stop) {
    while (!HasEnded(pid_)) {
      if (Now() >= until || stop()) return false;
      pollfd ready = {output_, POLLIN, 0};
      poll(&ready, 1, kTickMilliseconds);
      ReadWhatIsThere(output_, &text_);
      // The writers are gone, and poll would no longer wait.
      if ((ready.revents & POLLHUP) != 0) poll(nullptr, 0, kTickMilliseconds);
    }
    ReadWhatIsThere(output_, &text_);
    return true;
  }

  void KillGroup() const { kill(-pid_, SIGKILL); }

  // Takes the zombie away. False: it hasn't ended.
  bool Reap(int* status) const { return waitpid(pid_, status, WNOHANG) == pid_; }

  std::string text() const { return text_.Text(); }

 private:
  const pid_t pid_;
  const int output_;
  CommandOutput text_;
};

CommandResult NotStarted(absl::string_view why) {
  CommandResult result;
  result.output = std::string(why);
  return result;
}

// `timeout` runs it, so that it ends in time even if nobody is left to kill it.
std::vector<std::string> WithTimeout(const CommandToRun& command) {
  const absl::Duration limit = command.timeout + kKillGrace;
  std::vector<std::string> arguments = {kTimeoutProgram, "-s", "KILL",
                                        absl::StrCat(std::ceil(absl::ToDoubleSeconds(limit)))};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  return arguments;
}

void SetEnding(int status, CommandResult* result) {
  if (WIFEXITED(status)) {
    result->ending = CommandResult::kExited;
    result->exit_code = WEXITSTATUS(status);
  } else {
    result->ending = CommandResult::kSignalled;
    result->signal = WTERMSIG(status);
  }
  const bool is_failure = result->exit_code == kCannotRun || result->exit_code == kNoProgram;
  if (is_failure &&
      absl::string_view(result->output).substr(0, sizeof(kTimeoutProgram) - 1) == kTimeoutProgram) {
    result->ending = CommandResult::kNotStarted;
  }
}

}  // namespace

CommandResult RunCommand(const CommandToRun& command) {
  if (command.arguments.empty()) return NotStarted("there is no command");
  for (const std::string& file : {command.arguments[0], std::string(kTimeoutProgram)}) {
    const absl::Status good = CheckCommandFile(file);
    if (!good.ok()) return NotStarted(good.message());
  }
  Pipe pipe;
  if (!pipe.Open()) return NotStarted(absl::StrCat("cannot make a pipe: ", strerror(errno)));
  std::vector<std::string> environment;
  for (const auto& [name, value] : command.environment) {
    environment.push_back(absl::StrCat(name, "=", value));
  }
  const absl::Duration start = Now();
  pid_t pid = 0;
  const int error = Spawn().Start(WithTimeout(command), environment, pipe.theirs, &pid);
  if (error != 0) return NotStarted(absl::StrCat("cannot start it: ", strerror(error)));
  pipe.CloseTheirs();
  Running running(pid, pipe.ours);
  CommandResult result;
  const bool has_ended = running.Wait(start + command.timeout, command.stop);
  if (!has_ended) {
    result.ending = command.stop() ? CommandResult::kStopped : CommandResult::kTimedOut;
  }
  running.KillGroup();
  if (!has_ended) running.Wait(Now() + kKillGrace, [] { return false; });
  result.output = running.text();
  result.elapsed = Now() - start;
  int status = 0;
  // One that can't be killed, since it runs as another user by now, is left to itself.
  if (running.Reap(&status) && has_ended) SetEnding(status, &result);
  return result;
}

}  // namespace sudare
