#include "tests/support/postgres.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The folder of the server's programs: Debian's own place, else what pg_config says.
absl::StatusOr<std::string> FindBinaries() {
  std::vector<std::string> candidates = {"/usr/lib/postgresql/15/bin"};
  if (absl::StatusOr<std::string> output = RunProgram({{"/usr/bin/pg_config", "--bindir"}}, "");
      output.ok()) {
    candidates.emplace_back(absl::StripAsciiWhitespace(*output));
  }
  for (const std::string& folder : candidates) {
    if (access(absl::StrCat(folder, "/initdb").c_str(), X_OK) == 0) return folder;
  }
  return absl::NotFoundError("no PostgreSQL server here: install the package postgresql-15");
}

// Socket paths are limited to 107 bytes, which rules out Bazel's own temporary folders.
absl::StatusOr<std::string> MakeFolder() {
  char path[] = "/tmp/sudare-pg-XXXXXX";
  if (mkdtemp(path) == nullptr) return absl::InternalError("cannot make a folder in /tmp");
  const Unprivileged user = UnprivilegedUser();
  // Fails in a sandbox that knows one user only; the folder is then that user's already.
  if (geteuid() == 0 && chown(path, user.uid, user.gid) != 0) return std::string(path);
  return std::string(path);
}

// Servers that nobody has destroyed yet. Tests like to leave a shared one to the end of the
// process, and Bazel ends the sandbox, guards and all, as soon as the test's process is gone.
class LiveServers {
 public:
  using EndServer = std::function<void()>;

  static LiveServers& Get() {
    static LiveServers* const servers = [] {
      std::atexit([] { Get().EndAll(); });
      return new LiveServers;
    }();
    return *servers;
  }
  void Add(const PostgresServer* server, EndServer end) {
    std::lock_guard<std::mutex> lock(mutex_);
    servers_[server] = std::move(end);
  }
  void Remove(const PostgresServer* server) {
    std::lock_guard<std::mutex> lock(mutex_);
    servers_.erase(server);
  }

 private:
  void EndAll() {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [server, end] : servers_) end();
    servers_.clear();
  }

  std::mutex mutex_;
  std::map<const PostgresServer*, EndServer> servers_;
};

// One field of COPY's text format, whose escapes leave no byte ambiguous.
Value DecodeCopyField(absl::string_view field) {
  if (field == "\\N") return std::nullopt;
  std::string text;
  text.reserve(field.size());
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    constexpr absl::string_view kLetters = "bfnrtv";
    constexpr absl::string_view kBytes = "\b\f\n\r\t\v";
    const char letter = field[++i];
    const size_t known = kLetters.find(letter);
    text += known == absl::string_view::npos ? letter : kBytes[known];
  }
  return text;
}

std::vector<std::vector<Value>> DecodeCopyRows(absl::string_view output) {
  std::vector<std::vector<Value>> rows;
  if (output.empty()) return rows;
  absl::ConsumeSuffix(&output, "\n");
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    std::vector<Value>& row = rows.emplace_back();
    for (absl::string_view field : absl::StrSplit(line, '\t'))
      row.push_back(DecodeCopyField(field));
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start() { return Start(Options()); }

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start(const Options& options) {
  SUDARE_ASSIGN_OR_RETURN(std::string binaries, FindBinaries());
  SUDARE_ASSIGN_OR_RETURN(std::string folder, MakeFolder());
  std::unique_ptr<PostgresServer> server(new PostgresServer(std::move(binaries), folder));
  LiveServers::Get().Add(server.get(), [ending = server.get()] { ending->End(); });
  SUDARE_RETURN_IF_ERROR(server->StartGuard());
  SUDARE_RETURN_IF_ERROR(server->MakeCluster(options));
  SUDARE_RETURN_IF_ERROR(server->Launch());
  return server;
}

PostgresServer::PostgresServer(std::string binaries, std::string folder)
    : binaries_(std::move(binaries)), folder_(std::move(folder)) {}

PostgresServer::~PostgresServer() {
  LiveServers::Get().Remove(this);
  End();
}

void PostgresServer::End() {
  if (postmaster_.has_value() && postmaster_->IsRunning()) {
    postmaster_->Signal(SIGQUIT);
    if (!postmaster_->Wait(absl::Seconds(10)).ok()) Kill9().IgnoreError();
  }
  if (guard_pipe_ >= 0) close(guard_pipe_);
  if (guard_.has_value()) guard_->Wait(absl::Seconds(10)).status().IgnoreError();
}

std::string PostgresServer::DataFolder() const { return absl::StrCat(folder_, "/data"); }

std::string PostgresServer::ConnectionString(absl::string_view user,
                                             absl::string_view database) const {
  return absl::StrCat("host=", folder_, " user=", user, " dbname=", database);
}

absl::Status PostgresServer::StartGuard() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::InternalError("cannot make a pipe");
  const std::string script =
      absl::StrCat("read -r _; kill -QUIT $(head -n 1 ", DataFolder(),
                   "/postmaster.pid) && sleep 0.2; rm -rf ", folder_, "; rm -rf ", folder_);
  ChildOptions options{{"/bin/sh", "-c", script}};
  options.drop_root = true;
  options.input = ends[0];
  absl::StatusOr<ChildProcess> guard = ChildProcess::Start(options);
  close(ends[0]);
  guard_pipe_ = ends[1];
  SUDARE_RETURN_IF_ERROR(guard.status());
  guard_ = *guard;
  return absl::OkStatus();
}

absl::Status PostgresServer::MakeCluster(const Options& options) {
  ChildOptions initdb{{absl::StrCat(binaries_, "/initdb"), "-D", DataFolder(), "-U", "postgres",
                       "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync",
                       "--no-instructions"}};
  initdb.drop_root = true;
  SUDARE_RETURN_IF_ERROR(RunProgram(initdb, "").status());

  std::string settings = absl::StrCat("listen_addresses = ''\nunix_socket_directories = '", folder_,
                                      "'\nwal_level = minimal\nmax_wal_senders = 0\n");
  if (!options.durable) {
    absl::StrAppend(&settings, "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
  }
  for (const auto& [name, value] : options.settings) {
    absl::StrAppend(&settings, name, " = '", value, "'\n");
  }
  // Through a shell, because the file is the unprivileged user's.
  ChildOptions append{{"/bin/sh", "-c", absl::StrCat("cat >> ", DataFolder(), "/postgresql.conf")}};
  append.drop_root = true;
  return RunProgram(append, settings).status();
}

absl::Status PostgresServer::Launch() {
  const int log = open(absl::StrCat(folder_, "/server.log").c_str(),
                       O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0644);
  ChildOptions options{{absl::StrCat(binaries_, "/postgres"), "-D", DataFolder()}};
  options.drop_root = true;
  options.output = log;
  absl::StatusOr<ChildProcess> child = ChildProcess::Start(options);
  close(log);
  SUDARE_RETURN_IF_ERROR(child.status());
  postmaster_ = *child;
  return WaitUntilReady();
}

absl::Status PostgresServer::WaitUntilReady() {
  // The postmaster itself writes into its pid file when it takes connections, as pg_ctl relies on
  // too. A file left by a killed one names another process.
  const std::string pid_file = absl::StrCat(DataFolder(), "/postmaster.pid");
  const absl::Time end = absl::Now() + kPatience;
  while (absl::Now() < end && postmaster_->IsRunning()) {
    const std::vector<std::string> lines = absl::StrSplit(ReadFile(pid_file), '\n');
    if (lines.size() >= 8 && lines[0] == absl::StrCat(pid()) &&
        absl::StripAsciiWhitespace(lines[7]) == "ready") {
      return absl::OkStatus();
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  return absl::InternalError(absl::StrCat("the server did not start:\n", Log()));
}

absl::Status PostgresServer::Stop() {
  postmaster_->Signal(SIGINT);
  return postmaster_->Wait(kPatience).status();
}

absl::Status PostgresServer::Restart() {
  if (postmaster_->IsRunning()) SUDARE_RETURN_IF_ERROR(Stop());
  return Launch();
}

absl::Status PostgresServer::Kill9() {
  const std::string children =
      ReadFile(absl::StrCat("/proc/", pid(), "/task/", pid(), "/children"));
  // The postmaster first, or it would see its children die and begin to recover.
  postmaster_->Signal(SIGKILL);
  std::vector<pid_t> killed;
  for (absl::string_view text : absl::StrSplit(children, ' ', absl::SkipWhitespace())) {
    int child = 0;
    if (absl::SimpleAtoi(text, &child) && kill(child, SIGKILL) == 0) killed.push_back(child);
  }
  SUDARE_RETURN_IF_ERROR(postmaster_->Wait(kPatience).status());
  // Until all are gone, the next start would find the shared memory in use.
  for (pid_t child : killed) {
    for (int i = 0; i < 1000 && kill(child, 0) == 0; ++i) {
      const std::string state = ReadFile(absl::StrCat("/proc/", child, "/stat"));
      if (absl::StrContains(state, ") Z ")) break;
      absl::SleepFor(absl::Milliseconds(2));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PostgresServer::Psql(const std::vector<std::string>& arguments,
                                                 absl::string_view input,
                                                 absl::string_view database) const {
  ChildOptions options{{absl::StrCat(binaries_, "/psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                        ConnectionString("postgres", database)}};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  return RunProgram(options, input);
}

absl::Status PostgresServer::Run(absl::string_view sql, absl::string_view database) const {
  return Psql({"-f", "-"}, sql, database).status();
}

absl::Status PostgresServer::RunFile(absl::string_view path, absl::string_view database) const {
  std::ifstream file{std::string(path)};
  if (!file.good()) return absl::NotFoundError(absl::StrCat("no file `", path, "`"));
  char absolute[PATH_MAX];
  if (realpath(std::string(path).c_str(), absolute) == nullptr) {
    return absl::NotFoundError(absl::StrCat("no file `", path, "`"));
  }
  return Psql({"-f", absolute}, "", database).status();
}

absl::StatusOr<std::vector<std::vector<Value>>> PostgresServer::Query(
    absl::string_view sql, absl::string_view database) const {
  absl::ConsumeSuffix(&sql, ";");
  // On standard input, because an argument is limited to 128 KiB. The blank line ends a comment of
  // the statement's.
  SUDARE_ASSIGN_OR_RETURN(
      std::string output,
      Psql({"-f", "-"},
           absl::StrCat("SET client_min_messages = error; COPY (", sql, "\n) TO STDOUT;"),
           database));
  return DecodeCopyRows(output);
}

absl::StatusOr<std::vector<absl::StatusOr<std::vector<std::vector<Value>>>>>
PostgresServer::QueryEach(const std::vector<std::string>& statements,
                          absl::string_view database) const {
  // Stands before what psql says of each statement, after its rows. COPY never writes a bare \r.
  constexpr char kMark[] = "\rend ";
  std::string input = "SET client_min_messages = error;\n";
  for (const std::string& statement : statements) {
    absl::StrAppend(&input, "COPY (", absl::StripSuffix(statement, ";"), "\n) TO STDOUT;\n\\echo '",
                    kMark, "':ERROR :LAST_ERROR_MESSAGE\n");
  }
  SUDARE_ASSIGN_OR_RETURN(const std::string output,
                          Psql({"-v", "ON_ERROR_STOP=0", "-f", "-"}, input, database));
  std::vector<absl::StatusOr<std::vector<std::vector<Value>>>> answers;
  absl::string_view rest = output;
  while (answers.size() < statements.size()) {
    const size_t mark = rest.find(kMark);
    if (mark == absl::string_view::npos) return absl::InternalError("psql stopped early");
    const absl::string_view rows = rest.substr(0, mark);
    rest.remove_prefix(mark + sizeof(kMark) - 1);
    const absl::string_view said = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(said.size() + 1);
    if (absl::StartsWith(said, "true")) {
      answers.push_back(absl::InvalidArgumentError(said.substr(5)));
    } else {
      answers.push_back(DecodeCopyRows(rows));
    }
  }
  return answers;
}

std::string PostgresServer::Log() const { return ReadFile(absl::StrCat(folder_, "/server.log")); }

}  // namespace sudare::testing
