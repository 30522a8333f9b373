#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "policy/base/quoted.h"
#include "proxy/backend/backend.h"
#include "proxy/cli/interrupt.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/discover/discover.h"
#include "proxy/discover/draft.h"
#include "proxy/discover/report.h"

namespace sudare {
namespace {

struct DiscoverFlags {
  std::string database;
  std::string out;
  discover::DiscoverOptions discover;
  int timeout_seconds = 10;
};

// On a terminal one line that grows; nothing elsewhere.
class ProgressBar {
 public:
  explicit ProgressBar(std::ostream& err) : err_(err), is_terminal_(isatty(STDERR_FILENO) != 0) {}
  ~ProgressBar() {
    if (is_terminal_) err_ << "\r\033[K" << std::flush;
  }

  void Show(size_t done, size_t of, const std::string& table) {
    if (!is_terminal_ || of == 0) return;
    constexpr size_t kWidth = 24;
    const size_t filled = kWidth * done / of;
    err_ << "\r\033[K[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
         << done << " of " << of << " tables " << Quoted(table) << std::flush;
  }

 private:
  std::ostream& err_;
  const bool is_terminal_;
};

// Never over a file that is there: somebody may have worked on the last draft. Only for the admin's
// eyes, like the policy that it becomes.
absl::Status WriteNew(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(absl::StrCat(Quoted(path), " exists: give `--out` a new name"));
  }
  size_t written = 0;
  while (file >= 0 && written < text.size()) {
    const ssize_t size = write(file, text.data() + written, text.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    written += static_cast<size_t>(size);
  }
  const bool is_whole = file >= 0 && written == text.size();
  const int error = errno;
  if (file >= 0 && close(file) == 0 && is_whole) return absl::OkStatus();
  if (file >= 0) unlink(path.c_str());
  return absl::UnavailableError(
      absl::StrCat("cannot write ", Quoted(path), ": ", std::strerror(error)));
}

int RunDiscover(DiscoverFlags flags, Console& console) {
  std::atomic<bool> cancelled{false};
  const OnInterrupt on_interrupt([&cancelled] { cancelled = true; });
  BackendOptions options;
  options.connection = flags.database;
  options.pool_size = 1;
  const std::unique_ptr<Backend> backend = MakePostgresBackend(options);
  absl::StatusOr<discover::Discovery> found;
  {
    ProgressBar bar(console.err);
    flags.discover.cancelled = [&cancelled] { return cancelled.load(); };
    flags.discover.progress = [&bar](size_t done, size_t of, const std::string& table) {
      bar.Show(done, of, table);
    };
    found = discover::Discover(*backend, flags.discover);
  }
  if (!found.ok()) {
    console.err << found.status().message() << "\n";
    if (cancelled) return kInterrupted;
    return absl::IsUnavailable(found.status()) ? kNoServer : kRefused;
  }
  console.out << discover::ReportText(*found);
  if (flags.out.empty()) return kDone;
  const absl::Status written = WriteNew(flags.out, discover::DraftPolicy(*found));
  if (!written.ok()) {
    console.err << written.message() << "\n";
    return kUsage;
  }
  console.out << "wrote " << flags.out << ": read every line, then `sudare policy check "
              << flags.out << "`\n";
  return kDone;
}

}  // namespace

void AddPolicyDiscoverCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<DiscoverFlags>();
  CLI::App* command = policy.add_subcommand(
      "discover", "read a database and draft a policy for it: which columns hold what");
  command
      ->add_option("--database", flags->database,
                   "libpq connection string of a role that may read the tables; only read")
      ->required();
  command->add_option("--out", flags->out, "write the draft to this new file");
  command->add_option("--schema", flags->discover.schemas,
                      "a schema to read, may be repeated; else all but the system's");
  command
      ->add_option("--rows", flags->discover.limits.rows, "values looked at of each column; 1000")
      ->check(CLI::Range(10, 100000));
  command->add_option("--timeout", flags->timeout_seconds, "seconds for each statement; 10")
      ->check(CLI::Range(1, 3600));
  command->footer(
      "Prints no value of the database: only classes, counts and what values look like.\n"
      "Exit codes: 0 done; 1 the database refused; 2 wrong usage, or the draft can't be written;\n"
      "3 the database can't be reached; 130 interrupted.");
  command->callback([flags, &console] {
    flags->discover.limits.timeout = absl::Seconds(flags->timeout_seconds);
    console.exit_code = RunDiscover(*flags, console);
  });
}

}  // namespace sudare
