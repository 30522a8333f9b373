#include "proxy/prove/child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace sudare::prove {
namespace {

absl::Status ErrnoError(absl::string_view what) {
  return absl::InternalError(absl::StrCat(what, ": ", strerror(errno)));
}

// Everything the child needs, made before fork: afterwards only async-signal-safe calls are
// allowed.
struct Prepared {
  std::vector<char*> arguments;
  std::vector<char*> in_namespace;
  std::vector<char*> environment;
  int input;
  int output;
  bool drop_root;
  bool dies_with_parent;
  uid_t uid;
  gid_t gid;
};

bool DropRoot(const Prepared& prepared) {
  return setgroups(0, nullptr) == 0 && setgid(prepared.gid) == 0 && setuid(prepared.uid) == 0;
}

[[noreturn]] void BecomeProgram(const Prepared& prepared) {
  // A group of its own, so that Ctrl-C at a terminal reaches the test only, which then ends the
  // child in order.
  setpgid(0, 0);
  // In a sandbox root is the only user there is and can't become another; in a user namespace of
  // its own the program can at least be called something else, which is all that PostgreSQL asks
  // for.
  const bool needs_namespace = prepared.drop_root && !DropRoot(prepared);
  // After the change of user, which would clear it.
  if (prepared.dies_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(prepared.input, 0);
  dup2(prepared.output, 1);
  dup2(prepared.output, 2);
  // The programs insist on a folder they may enter.
  if (chdir("/") != 0) _exit(126);
  char* const* const arguments =
      needs_namespace ? prepared.in_namespace.data() : prepared.arguments.data();
  execve(arguments[0], arguments, prepared.environment.data());
  _exit(127);
}

}  // namespace

Unprivileged UnprivilegedUser() {
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = getpwnam(name)) return {entry->pw_uid, entry->pw_gid};
  }
  return {65534, 65534};
}

absl::StatusOr<ChildProcess> ChildProcess::Start(const ChildOptions& options) {
  static char kPath[] = "PATH=/usr/bin:/bin";
  static char kLang[] = "LANG=C.UTF-8";
  Prepared prepared;
  for (const std::string& argument : options.arguments) {
    prepared.arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  prepared.arguments.push_back(nullptr);
  prepared.environment = {kPath, kLang, nullptr};
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return ErrnoError("cannot open /dev/null");
  prepared.input = options.input < 0 ? null : options.input;
  prepared.output = options.output < 0 ? null : options.output;
  prepared.drop_root = options.drop_root && geteuid() == 0;
  prepared.dies_with_parent = options.dies_with_parent;
  const Unprivileged user = UnprivilegedUser();
  prepared.uid = user.uid;
  prepared.gid = user.gid;
  std::vector<std::string> wrapper = {"/usr/bin/unshare", "--user",
                                      absl::StrCat("--map-user=", user.uid),
                                      absl::StrCat("--map-group=", user.gid), "--"};
  for (std::string& argument : wrapper) prepared.in_namespace.push_back(argument.data());
  prepared.in_namespace.insert(prepared.in_namespace.end(), prepared.arguments.begin(),
                               prepared.arguments.end());

  pid_t pid = fork();
  if (pid == 0) BecomeProgram(prepared);
  close(null);
  if (pid < 0) return ErrnoError("cannot fork");
  return ChildProcess(pid);
}

void ChildProcess::Signal(int signal) const {
  if (!ended_) kill(pid_, signal);
}

bool ChildProcess::IsRunning() {
  if (!ended_ && waitpid(pid_, &status_, WNOHANG) != 0) ended_ = true;
  return !ended_;
}

absl::StatusOr<int> ChildProcess::Wait(absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  while (IsRunning()) {
    if (absl::Now() > end) return absl::DeadlineExceededError("the program is still running");
    absl::SleepFor(absl::Milliseconds(2));
  }
  return status_;
}

absl::StatusOr<std::string> RunProgram(ChildOptions options, absl::string_view input) {
  // Memory files rather than pipes: no size can block either side.
  const int in = memfd_create("input", MFD_CLOEXEC);
  const int out = memfd_create("output", MFD_CLOEXEC);
  if (in < 0 || out < 0) return ErrnoError("cannot make a memory file");
  while (!input.empty()) {
    ssize_t n = write(in, input.data(), input.size());
    if (n < 0) return ErrnoError("cannot write the input");
    input.remove_prefix(n);
  }
  lseek(in, 0, SEEK_SET);
  options.input = in;
  options.output = out;
  absl::StatusOr<ChildProcess> child = ChildProcess::Start(options);
  if (!child.ok()) return child.status();
  absl::StatusOr<int> status = child->Wait(absl::Minutes(30));
  lseek(out, 0, SEEK_SET);
  std::string output;
  char buffer[65536];
  for (ssize_t n; (n = read(out, buffer, sizeof buffer)) > 0;) output.append(buffer, n);
  close(in);
  close(out);
  if (!status.ok()) return status.status();
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0) {
    return absl::InternalError(absl::StrCat(options.arguments[0], " failed with status ",
                                            WIFEXITED(*status) ? WEXITSTATUS(*status) : -1, ":\n",
                                            output));
  }
  return output;
}

}  // namespace sudare::prove
