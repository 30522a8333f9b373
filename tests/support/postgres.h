// PostgresServer: a private PostgreSQL 15 in a temporary folder, reachable over a unix socket only.
//
// Works as root (the server then runs as an unprivileged user), as an ordinary user, and inside
// Bazel's sandbox. The server is stopped and the folder removed by the destructor, and also when
// the test crashes.
//
// Thread-safety: ConnectionString, socket_directory, Run, RunFile and Query may be called by any
// thread; the rest by one at a time.
//
//   ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start());
//   ASSERT_THAT(server->Run("CREATE TABLE t (a int)"), IsOk());
//   auto rows = server->Query("SELECT a FROM t");
#ifndef SUDARE_TESTS_SUPPORT_POSTGRES_H_
#define SUDARE_TESTS_SUPPORT_POSTGRES_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "tests/support/child_process.h"

namespace sudare::testing {

class PostgresServer {
 public:
  struct Options {
    // fsync, synchronous_commit and full_page_writes; tests rarely care what survives a power cut.
    bool durable = false;
    // Settings of postgresql.conf, beside ours: {"max_connections", "20"}.
    std::vector<std::pair<std::string, std::string>> settings;
  };

  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start(const Options& options);
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start();
  ~PostgresServer();

  // A libpq connection string. No passwords: everybody is trusted.
  std::string ConnectionString(absl::string_view user = "postgres",
                               absl::string_view database = "postgres") const;

  const std::string& socket_directory() const { return folder_; }

  // Fast shutdown: sessions are ended, transactions rolled back.
  absl::Status Stop();
  // Starts again after Stop or Kill9; restarts if running.
  absl::Status Restart();
  // Kills all of the server's processes at once, as a power cut would.
  absl::Status Kill9();

  // Runs one or more statements through psql, stopping at the first error. The superuser's work,
  // e.g. set-up.
  absl::Status Run(absl::string_view sql, absl::string_view database = "postgres") const;
  absl::Status RunFile(absl::string_view path, absl::string_view database = "postgres") const;

  // Rows of one SELECT, VALUES or … RETURNING, run as superuser.
  absl::StatusOr<std::vector<std::vector<Value>>> Query(
      absl::string_view sql, absl::string_view database = "postgres") const;

  // The same for each of many SELECTs in one session; an error of one stops no other.
  absl::StatusOr<std::vector<absl::StatusOr<std::vector<std::vector<Value>>>>> QueryEach(
      const std::vector<std::string>& statements, absl::string_view database = "postgres") const;

  // The server's log so far.
  std::string Log() const;
  // The postmaster's process id.
  pid_t pid() const { return postmaster_->pid(); }

 private:
  PostgresServer(std::string binaries, std::string folder);
  void End();
  std::string DataFolder() const;
  absl::Status MakeCluster(const Options& options);
  absl::Status StartGuard();
  absl::Status Launch();
  absl::Status WaitUntilReady();
  absl::StatusOr<std::string> Psql(const std::vector<std::string>& arguments,
                                   absl::string_view input, absl::string_view database) const;

  const std::string binaries_;
  const std::string folder_;
  std::optional<ChildProcess> postmaster_;
  // Removes the folder when our end of its pipe closes, however that comes about.
  std::optional<ChildProcess> guard_;
  int guard_pipe_ = -1;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_POSTGRES_H_
