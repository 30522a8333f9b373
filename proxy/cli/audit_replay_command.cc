#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring_as_of.h"
#include "policy/keyring_file.h"
#include "policy/policy.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/verification.h"
#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_filter_flags.h"
#include "proxy/cli/audit_verify_flags.h"
#include "proxy/cli/interrupt.h"
#include "proxy/cli/policy_inputs.h"
#include "proxy/cli/prompt.h"
#include "proxy/config.h"
#include "proxy/replay/comparison.h"
#include "proxy/replay/replayer.h"
#include "proxy/report/entry_lines.h"
#include "proxy/report/period.h"

namespace sudare {
namespace {

constexpr size_t kMaxKeyBytes = 64 << 10;

struct ReplayFlags {
  std::string config;
  LogFlags log;
  std::string policy;
  std::string keyring;
  std::string passphrase_file;
  std::string replay_key;
  std::string time_zone;
  AuditPeriodFlags period;
  std::string day;
  std::string query_id;
  std::string format = "text";
  bool ignore_database_roles = false;
  std::string database;
};

void FillIn(const std::string& from, std::string* to) {
  if (to->empty()) *to = from;
}

// What the flags leave open is as the proxy has it.
absl::Status ReadConfig(ReplayFlags* flags, replay::ReplayOptions* options) {
  if (!flags->config.empty()) {
    const ConfigResult result = LoadConfig(flags->config);
    if (!result.config.has_value()) {
      std::string all;
      for (const Issue& issue : result.issues) {
        absl::StrAppend(&all, all.empty() ? "" : "\n", issue.ToString());
      }
      return absl::InvalidArgumentError(all);
    }
    const sudare::v1::Config& config = *result.config;
    FillIn(config.audit().folder(), &flags->log.folder);
    FillIn(config.policy(), &flags->policy);
    FillIn(config.keyring().file(), &flags->keyring);
    FillIn(config.keyring().passphrase_file(), &flags->passphrase_file);
    FillIn(config.database().time_zone(), &flags->time_zone);
    options->defaults = config.defaults();
  }
  FillIn("UTC", &flags->time_zone);
  if (flags->log.folder.empty() || flags->policy.empty()) {
    return absl::InvalidArgumentError("give `--log` and `--policy`, or `--config` of the proxy");
  }
  return absl::OkStatus();
}

absl::StatusOr<replay::RunFilter> FilterOf(const ReplayFlags& flags) {
  replay::RunFilter filter;
  filter.query_id = flags.query_id;
  if (!flags.day.empty()) {
    SUDARE_ASSIGN_OR_RETURN(const report::Period day, report::DaysPeriod(flags.day, flags.day));
    filter.from = day.begin();
    filter.to = day.end();
    return filter;
  }
  sudare::v1::AuditFilter period;
  SUDARE_RETURN_IF_ERROR(SetPeriod(flags.period, &period));
  if (period.has_from()) filter.from = report::TimeOf(period.from());
  if (period.has_to()) filter.to = report::TimeOf(period.to());
  return filter;
}

absl::Status ReadKeys(const ReplayFlags& flags, Console& console, replay::ReplayOptions* options) {
  if (!flags.keyring.empty()) {
    SUDARE_ASSIGN_OR_RETURN(
        const std::string passphrase,
        SecretFrom(flags.passphrase_file, console, "passphrase of the keyring: ", /*twice=*/false));
    options->keyring = [path = flags.keyring, passphrase](uint32_t primary) {
      return LoadKeyringAsOf(path, passphrase, primary);
    };
    SUDARE_RETURN_IF_ERROR(options->keyring(0).status());
  }
  if (flags.replay_key.empty()) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(std::string pem, ReadPrivateFile(flags.replay_key, kMaxKeyBytes));
  absl::StatusOr<audit::ReplayKey> key = audit::ReplayKey::FromPem(pem);
  sodium_memzero(pem.data(), pem.size());
  if (!key.ok()) {
    return absl::Status(key.status().code(),
                        absl::StrCat(Quoted(flags.replay_key), ": ", key.status().message()));
  }
  options->key = *std::move(key);
  return absl::OkStatus();
}

int TellEnd(const absl::Status& status, const sudare::v1::ReplaySummary& summary,
            const ReplayFlags& flags, Console& console) {
  if (!status.ok()) {
    console.err << status.message() << "\n";
    if (absl::IsDataLoss(status)) {
      console.err << "監査ログが改ざんまたは破損しているため、再実行しません。 / The audit log is "
                     "altered or damaged: nothing of it is replayed.\n";
      return kRefused;
    }
    return absl::IsCancelled(status) ? kInterrupted : kUsage;
  }
  console.out << (flags.format == "json" ? report::JsonLine(summary) : replay::TextOf(summary))
              << std::flush;
  return summary.all_same() ? kDone : kRefused;
}

int RunReplay(ReplayFlags flags, Console& console) {
  replay::ReplayOptions options;
  absl::Status status = ReadConfig(&flags, &options);
  if (status.ok()) status = ReadKeys(flags, console, &options);
  const auto filter = FilterOf(flags);
  const auto log = OptionsOf(flags.log);
  for (const absl::Status& one : {filter.status(), log.status()}) {
    if (status.ok()) status = one;
  }
  if (!status.ok()) return TellEnd(status, {}, flags, console);
  options.policy = ReadPolicy(flags.policy, console);
  if (options.policy == nullptr) return kUsage;
  options.database = flags.database;
  options.time_zone = flags.time_zone;
  options.uses_database_roles = !flags.ignore_database_roles;
  std::atomic<bool> cancelled{false};
  const OnInterrupt on_interrupt([&cancelled] { cancelled = true; });
  options.cancelled = [&cancelled] { return cancelled.load(); };
  replay::Tally tally(options.policy->hash());
  auto replayer = replay::Replayer::Make(std::move(options));
  if (!replayer.ok()) return TellEnd(replayer.status(), {}, flags, console);
  status = replay::ReadRecordedRuns(*log, *filter, [&](const replay::RecordedRun& run) {
    if (cancelled) return absl::CancelledError("interrupted");
    const sudare::v1::ReplayedQuery query = (*replayer)->Replay(run);
    tally.Add(query);
    console.out << (flags.format == "json" ? report::JsonLine(query) : replay::LineOf(query))
                << std::flush;
    return absl::OkStatus();
  });
  return TellEnd(status, tally.Summary(), flags, console);
}

}  // namespace

void AddAuditReplayCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<ReplayFlags>();
  CLI::App* replay = audit.add_subcommand(
      "replay", "ask a day's queries again, over that day's backup: are the answers the same?");
  replay->add_option("--config", flags->config,
                     "configuration of the proxy: what else isn't given is taken from it");
  replay->add_option("--log", flags->log.folder, "the folder of the log's segments, or a copy");
  AddLogFlags(*replay, &flags->log);
  replay->add_option("--policy", flags->policy, "the policy as it was then");
  replay->add_option("--keyring", flags->keyring, "the keyring of the proxy");
  replay->add_option("--passphrase-file", flags->passphrase_file,
                     "file with its passphrase, mode 0600; none: it is asked for");
  replay
      ->add_option("--database", flags->database,
                   "the restored copy (libpq connection string; only read)")
      ->required();
  replay->add_option("--replay-key", flags->replay_key,
                     "private key (X25519, PEM, mode 0600) that statements were sealed to");
  replay->add_option("--time-zone", flags->time_zone, "`time_zone` of the proxy; default: UTC");
  replay->add_flag("--ignore-database-roles", flags->ignore_database_roles,
                   "run all as the connection's own user: the copy lacks the policy's roles");
  CLI::Option* day = replay->add_option("--day", flags->day, "one day in Japan, 2026-11-03");
  AddAuditPeriodFlags(*replay, &flags->period);
  for (const char* other : {"--from", "--to", "--month"}) {
    day->excludes(replay->get_option(other));
  }
  replay->add_option("--query-id", flags->query_id, "this query alone");
  replay->add_option("--format", flags->format, "text or json (one object a line)")
      ->check(CLI::IsMember({"text", "json"}));
  replay->footer(
      "Verifies the log first. Shows differences and what could not be asked again, never a row.\n"
      "Leaves nothing in the database and no record.\n"
      "Exit codes: 0 all the same; 1 not all, or the log is altered; 2 it could not run; 130 "
      "interrupted.");
  replay->callback([flags, &console] { console.exit_code = RunReplay(*flags, console); });
}

}  // namespace sudare
