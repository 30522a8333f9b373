#include "proxy/doctor/examination.h"

#include <filesystem>
#include <memory>
#include <optional>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/connection_string.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/config.h"
#include "proxy/doctor/audit_check.h"
#include "proxy/doctor/database_check.h"
#include "proxy/doctor/door_check.h"
#include "proxy/doctor/file_check.h"
#include "proxy/doctor/host_check.h"
#include "proxy/doctor/policy_check.h"
#include "proxy/doctor/privilege_check.h"
#include "proxy/doctor/server_facts.h"
#include "proxy/doctor/tls_check.h"

namespace sudare::doctor {
namespace {

constexpr absl::Duration kReadingTime = absl::Seconds(30);

std::unique_ptr<Backend> BackendOf(const sudare::v1::Database& database,
                                   const std::string& connection) {
  BackendOptions options;
  options.connection = connection;
  options.pool_size = 2;
  options.connect_timeout = absl::Seconds(database.connect_timeout().seconds()) +
                            absl::Nanoseconds(database.connect_timeout().nanos());
  options.time_zone = database.time_zone();
  return MakePostgresBackend(options);
}

absl::StatusOr<std::unique_ptr<BackendSession>> Session(Backend& backend) {
  ExecuteOptions options;
  options.deadline = absl::Now() + kReadingTime;
  return backend.Lease("", options);
}

// What libpq says of a connection that failed: hosts, roles and databases.
std::string WhyNot(const absl::Status& status) {
  const std::string note = OperatorNoteOf(status);
  return note.empty() ? std::string(status.message()) : note;
}

class Examiner {
 public:
  Examiner(const Request& request, sudare::v1::Config config)
      : request_(request), config_(std::move(config)) {}

  Examination Run(Findings findings, const std::vector<ProxyAnswer>& answers) {
    findings_ = std::move(findings);
    const absl::Time now = absl::Now();
    policy_ = CheckPolicy(config_, now, &findings_);
    CheckOwnFiles();
    CheckTls(config_, now, &findings_);
    CheckClientCertificates(request_.client_certificates, config_, policy_.get(), now, &findings_);
    const std::optional<audit::LogOutline> log = CheckAuditLog(config_.audit(), &findings_);
    CheckDoors(config_, log.has_value() && log->is_in_use, &findings_);
    const std::optional<ServerFacts> server = CheckDatabase();
    ClockReadings clock;
    clock.is_synchronised = IsClockSynchronised();
    if (server.has_value()) clock.database_ahead = server->clock_ahead;
    if (log.has_value() && log->records > 0) clock.newest_record = log->newest;
    // After the log was read: a proxy may have written into it meanwhile.
    clock.now = absl::Now();
    CheckClock(clock, config_.audit().folder(), &findings_);
    CheckRoom(log);
    Examination result;
    result.policy_hash = policy_ == nullptr ? "" : policy_->hash();
    CheckProxies(answers, result.policy_hash, &findings_);
    result.findings = std::move(findings_);
    result.has_configuration = true;
    return result;
  }

 private:
  void CheckOwnFiles() {
    const uid_t user = ProxyUser(config_, request_.caller);
    if (user != request_.caller) {
      findings_.Add("other-user", config_.keyring().file(),
                    {UserName(request_.caller), UserName(user)});
    } else if (config_.has_keyring()) {
      CheckKeyring(config_.keyring(), &findings_);
    }
    CheckFiles(request_.config_path, config_, user, &findings_);
    CheckFoldersAbove(config_.audit().folder(), user, &findings_);
  }

  std::optional<ServerFacts> CheckDatabase() {
    const auto connection = ReadConnectionString(config_.database().connection());
    if (!connection.ok()) {
      findings_.Add("connection-malformed", "connection");
      Unreached();
      return std::nullopt;
    }
    CheckPasswordFile(connection->password_file, &findings_);
    const auto backend = BackendOf(config_.database(), config_.database().connection());
    auto session = Session(*backend);
    if (!session.ok()) {
      findings_.Add("database-unreachable", connection->host, {WhyNot(session.status())});
      Unreached();
      return std::nullopt;
    }
    const auto facts = ReadServerFacts(**session);
    session->reset();
    if (!facts.ok()) {
      findings_.Add("settings-not-checked", "", {std::string(facts.status().message())});
      return std::nullopt;
    }
    CheckServer(*facts, &findings_);
    CheckDatabaseLink(*facts, *connection, &findings_);
    CheckServerLog(*facts, &findings_);
    CheckConnections(*facts, config_.database(), policy_.get(), &findings_);
    CheckHbaFile(*facts);
    if (policy_ == nullptr) {
      findings_.Add("privileges-not-checked", "", {kNoPolicy});
      findings_.Add("schema-not-checked", config_.policy(), {kNoPolicy});
    } else {
      CheckPrivileges(*backend, *policy_, facts->login_role, config_.database().catalog_role(),
                      &findings_);
      CheckSchema(*backend, *policy_, config_.policy(), &findings_);
    }
    return *facts;
  }

  void Unreached() {
    findings_.Add("settings-not-checked", "", {kNoDatabase});
    findings_.Add("hba-not-checked", "pg_hba.conf", {kNoDatabase});
    findings_.Add("privileges-not-checked", "", {kNoDatabase});
    findings_.Add("schema-not-checked", config_.policy(), {kNoDatabase});
  }

  void CheckHbaFile(const ServerFacts& facts) {
    const std::string& connection =
        request_.admin_database.empty() ? config_.database().connection() : request_.admin_database;
    const auto backend = BackendOf(config_.database(), connection);
    const auto session = Session(*backend);
    if (!session.ok()) {
      findings_.Add("hba-not-checked", "pg_hba.conf", {WhyNot(session.status())});
      return;
    }
    const auto rules = ReadHbaRules(**session);
    if (rules.ok()) {
      CheckHba(*rules, facts, &findings_);
    } else {
      findings_.Add("hba-not-checked", "pg_hba.conf", {kNoPermission});
    }
  }

  void CheckRoom(const std::optional<audit::LogOutline>& log) {
    // Where the log is not made yet, the folder that it will be made in.
    std::error_code error;
    std::string folder = config_.audit().folder();
    if (!std::filesystem::exists(folder, error)) {
      folder = std::filesystem::path(folder).parent_path().string();
    }
    const auto disk = ReadDisk(folder);
    if (!disk.ok()) {
      findings_.Add("disk-not-checked", folder, {std::string(disk.status().message())});
      return;
    }
    LogGrowth growth;
    growth.segment_bytes = config_.audit().segment_bytes();
    // Of less than an hour nothing can be told.
    if (log.has_value() && log->newest - log->oldest >= absl::Hours(1)) {
      growth.bytes_per_day = static_cast<double>(log->bytes) /
                             (absl::FDivDuration(log->newest - log->oldest, absl::Hours(24)));
    }
    CheckDisk(folder, *disk, growth, &findings_);
  }

  const Request& request_;
  const sudare::v1::Config config_;
  std::shared_ptr<const Policy> policy_;
  Findings findings_;
};

}  // namespace

Examination Examine(const Request& request, const std::vector<ProxyAnswer>& answers) {
  const ConfigResult loaded = LoadConfig(request.config_path);
  Findings findings;
  for (const Issue& issue : loaded.issues) {
    // The checks of files tell these better, each with its own code.
    if (issue.code == "unreadable-file" || issue.code == "file-mode") continue;
    findings.Add("config-error", issue.place.ToString(), {issue.message, issue.advice});
  }
  if (loaded.config.has_value()) findings.Add("config-ok", request.config_path);
  if (!loaded.as_read.has_value()) {
    findings.Add("settings-not-checked", "", {kNoConfiguration});
    CheckProxies(answers, "", &findings);
    Examination result;
    result.findings = std::move(findings);
    return result;
  }
  return Examiner(request, *loaded.as_read).Run(std::move(findings), answers);
}

}  // namespace sudare::doctor
