// ChildProcess: a program started by a test, with a clean environment and, where asked, without
// root's power.
#ifndef SUDARE_PROXY_PROVE_CHILD_PROCESS_H_
#define SUDARE_PROXY_PROVE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare::prove {

// The unprivileged user that stands in for root: `postgres` if there is one, else `nobody`.
struct Unprivileged {
  uid_t uid;
  gid_t gid;
};
Unprivileged UnprivilegedUser();

struct ChildOptions {
  std::vector<std::string> arguments;  // [0] is the program's path
  // When we are root: run as UnprivilegedUser(). Where the sandbox lets us have one user only, as
  // that user's number in a user namespace of its own.
  bool drop_root = false;
  // Descriptors for stdin, and for stdout and stderr; -1 is /dev/null.
  int input = -1;
  int output = -1;
  // Killed by SIGKILL when the thread that started it ends, however it ends.
  bool dies_with_parent = false;
};

// Thread-safety: one thread at a time. Not copyable. The destructor does not wait.
class ChildProcess {
 public:
  static absl::StatusOr<ChildProcess> Start(const ChildOptions& options);

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  // Waits for the end; kDeadlineExceeded if it does not come. Returns the status of waitpid(2).
  absl::StatusOr<int> Wait(absl::Duration timeout);
  bool IsRunning();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_;
  bool ended_ = false;
  int status_ = 0;
};

// Runs a program to its end with `input` on stdin and returns what it wrote to stdout and stderr.
// kInternal: it failed; the message holds the output.
absl::StatusOr<std::string> RunProgram(ChildOptions options, absl::string_view input);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_CHILD_PROCESS_H_
