#include <pwd.h>
#include <sodium.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring_file.h"
#include "proxy/audit/archive.h"
#include "proxy/cli/audit_commands.h"

namespace sudare {
namespace {

constexpr size_t kMaxKeyBytes = 64 << 10;

struct ArchiveFlags {
  std::string folder;
  std::string to;
  std::string key;
  std::string before;
  int keep_days = -1;
  std::string by;
};

// Who sits at the terminal, also behind sudo.
std::string ThisUser() {
  const char* const sudo = getenv("SUDO_USER");
  if (sudo != nullptr && *sudo != '\0') return sudo;
  const passwd* const user = getpwuid(getuid());
  return user != nullptr ? user->pw_name : absl::StrCat("uid ", getuid());
}

absl::StatusOr<absl::Time> BorderOf(const ArchiveFlags& flags) {
  if (flags.before.empty() == (flags.keep_days < 0)) {
    return absl::InvalidArgumentError("give either --before or --keep-days");
  }
  if (flags.keep_days >= 0) return absl::Now() - flags.keep_days * absl::Hours(24);
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d", flags.before, absl::LocalTimeZone(), &time, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quoted(flags.before), " is no date: write e.g. 2026-04-01"));
  }
  return time;
}

absl::Status ArchiveNow(const ArchiveFlags& flags, Console& console) {
  audit::ArchiveOptions options;
  options.folder = flags.folder;
  options.to = flags.to;
  options.by = flags.by.empty() ? ThisUser() : flags.by;
  SUDARE_ASSIGN_OR_RETURN(options.before, BorderOf(flags));
  SUDARE_ASSIGN_OR_RETURN(std::string pem, ReadPrivateFile(flags.key, kMaxKeyBytes));
  const auto key = Ed25519PrivateKey::FromPem(pem);
  sodium_memzero(&pem[0], pem.size());
  SUDARE_RETURN_IF_ERROR(key.status());
  SUDARE_ASSIGN_OR_RETURN(const audit::ArchiveResult result, audit::Archive(options, *key));
  if (result.last_segment == 0) {
    console.out << "no segment to archive\n";
  } else {
    console.out << "archived segments " << result.first_segment << " to " << result.last_segment
                << ", all up to record " << result.last_record << ", to " << flags.to << "\n";
  }
  if (!result.stayed.empty()) console.out << result.stayed << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddAuditArchiveCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<ArchiveFlags>();
  CLI::App* archive =
      audit.add_subcommand("archive", "move old segments elsewhere, with a signed note of it");
  archive->add_option("folder", flags->folder, "the folder of the log's segments")->required();
  archive->add_option("--to", flags->to, "the folder they go to; made if missing")->required();
  archive->add_option("--key", flags->key, "the log's private key (Ed25519, PEM, mode 0600)")
      ->required();
  archive->add_option("--before", flags->before,
                      "move segments whose records are all older than this day (local time)");
  archive
      ->add_option("--keep-days", flags->keep_days,
                   "move segments whose records are all older than so many days")
      ->check(CLI::NonNegativeNumber);
  archive->add_option("--by", flags->by, "who asks for it; default: this user");
  archive->footer(
      "Works beside a running proxy. Nothing leaves the log before its copy is durable; may be\n"
      "ended at any time and run again. Exit codes: 0 done; 1 refused.");
  archive->callback([flags, &console] {
    const absl::Status status = ArchiveNow(*flags, console);
    if (!status.ok()) console.err << status.message() << "\n";
    console.exit_code = status.ok() ? kDone : kRefused;
  });
}

}  // namespace sudare
