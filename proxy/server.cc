#include "proxy/server.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/record.h"
#include "proxy/policies/policy_signers.h"
#include "proxy/rpc/grpc_log.h"
#include "proxy/secret_file.h"
#include "proxy/state/open_state_store.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_rules.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

using sudare::v1::ServerEvent;

// What running queries get to end by themselves.
constexpr absl::Duration kGrace = absl::Seconds(5);
// Beside the statement itself, for parameters.
constexpr size_t kRequestRoom = 1 << 20;

absl::Duration DurationOf(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

// A line of text made of the fields of the first row.
class FirstRow : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>& fields) override {
    return absl::OkStatus();
  }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    for (const FieldView& field : row) {
      if (!text_.empty()) text_ += ' ';
      if (field.data != nullptr) text_.append(field.data, field.size);
    }
    return absl::OkStatus();
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A connection takes two descriptors (connection_gate.h), and the soft limit is often 1024.
void RaiseFileLimit(const sudare::v1::Config& config) {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  uint64_t needed = 256;
  for (const auto& listener : config.listeners()) needed += 2 * listener.max_connections();
  if (limit.rlim_max < needed) {
    spdlog::warn("at most {} open files are allowed, {} connections may need {}: raise the limit",
                 limit.rlim_max, (needed - 256) / 2, needed);
  }
}

size_t MaxRequestBytes(const sudare::v1::Defaults& defaults, const Policy& policy) {
  uint32_t most = defaults.sql_bytes();
  for (const Role& role : policy.roles()) most = std::max(most, role.limits.sql_bytes());
  return most + kRequestRoom;
}

std::string Kind(const sudare::v1::Listener& listener) {
  if (!listener.has_tls()) return "plain text, passwords";
  if (!listener.passwords()) return "TLS, client certificates";
  return listener.tls().client_ca().empty() ? "TLS, passwords"
                                            : "TLS, client certificates or passwords";
}

// Of a configuration that was checked.
report::ReviewRules ReviewRulesOf(const sudare::v1::Review& review) {
  report::ReviewRules rules;
  rules.grace_days = review.grace_days();
  absl::CivilMonth since;
  if (absl::ParseCivilTime(review.since(), &since)) rules.since = since;
  return rules;
}

}  // namespace

Server::Server(const sudare::v1::Config& config) : config_(config) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const sudare::v1::Config& config) {
  std::unique_ptr<Server> server(new Server(config));
  LogGrpcThroughSpdlog();
  RaiseFileLimit(config);
  SUDARE_ASSIGN_OR_RETURN(server->audit_, OpenConfiguredAuditLog(config));
  SUDARE_RETURN_IF_ERROR(server->LoadKeyring());
  SUDARE_RETURN_IF_ERROR(server->LoadFirstPolicy());
  SUDARE_RETURN_IF_ERROR(server->OpenState());
  server->StartDatabase();
  server->reviews_ =
      std::make_unique<report::ReviewCalendar>(ReviewRulesOf(config.audit().review()));
  SUDARE_RETURN_IF_ERROR(server->ServeMetrics());
  server->MakeParts();
  SUDARE_RETURN_IF_ERROR(server->OpenDoors());
  server->Audit(ServerEvent::STARTED, "");
  server->WriteClosingReports();
  server->review_reader_ = std::thread([raw = server.get()] { raw->ReadReviews(); });
  server->UpdateHealth();
  return server;
}

absl::Status Server::LoadKeyring() {
  if (!config_.has_keyring()) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(const std::string passphrase,
                          ReadSecretFile(config_.keyring().passphrase_file()));
  SUDARE_ASSIGN_OR_RETURN(keyring_, Keyring::Load(config_.keyring().file(), passphrase));
  spdlog::info("keyring {}: {} keys", config_.keyring().file(), keyring_->List().size());
  return absl::OkStatus();
}

absl::Status Server::LoadFirstPolicy() {
  PolicyInForce::Options options;
  options.path = config_.policy();
  options.has_keyring = keyring_ != nullptr;
  SUDARE_ASSIGN_OR_RETURN(options.signers, ReadPolicySigners({config_.policy_signers().begin(),
                                                              config_.policy_signers().end()}));
  for (const Ed25519PublicKey& signer : options.signers) {
    spdlog::info("policies must be signed; signer {}", signer.id());
  }
  policy_ = std::make_unique<PolicyKeeper>(std::move(options), audit_.get());
  if (policy_->Load({"start", {}})) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the policy `", config_.policy(), "` has errors: nothing is served"));
}

void Server::StartDatabase() {
  const sudare::v1::Database& database = config_.database();
  BackendOptions options;
  options.connection = database.connection();
  options.pool_size = static_cast<int>(database.pool_size());
  options.connect_timeout = DurationOf(database.connect_timeout());
  options.time_zone = database.time_zone();
  backend_ = MakePostgresBackend(options);
  RefreshingCatalogOptions refreshing;
  refreshing.database_role = database.catalog_role();
  refreshing.refresh = DurationOf(database.catalog_refresh());
  catalog_ = std::make_unique<RefreshingCatalog>(
      *backend_, [this] { return policy_->source().Current(); }, refreshing);
  policy_->OnLoaded([this] { catalog_->Invalidate(); });
  const absl::Status read = catalog_->last_result();
  if (!read.ok()) {
    spdlog::warn("the database's catalog cannot be read yet, trying on: {}",
                 std::string(read.message()));
  }
}

void Server::LogDatabase() {
  ExecuteOptions options;
  options.deadline = absl::Now() + absl::Seconds(2);
  options.cancelled = [] { return false; };
  auto session = backend_->Lease(config_.database().catalog_role(), options);
  if (!session.ok()) return;
  Statement statement;
  statement.sql =
      "SELECT pg_catalog.concat(pg_catalog.current_database(), ' on PostgreSQL ',"
      " pg_catalog.current_setting('server_version'))";
  statement.keep_prepared = false;
  FirstRow row;
  if (!(*session)->Execute(statement, options, row).ok()) return;
  database_logged_ = true;
  spdlog::info("database {}: {} of the policy's relations are there", row.text(),
               catalog_->Current()->relations().size());
}

absl::Status Server::ServeMetrics() {
  if (!config_.has_metrics()) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(metrics_, Metrics::Serve(config_.metrics().address(), [this] {
                            MetricsReading now;
                            now.serving = serving_;
                            now.audit_log_writable = audit_->Health().ok();
                            now.catalog_read = catalog_->Current() != nullptr;
                            now.connections = connections_;
                            now.policy = policy_->Status();
                            now.checkpoints = audit_->Checkpoints();
                            if (reviews_known_) {
                              now.unsigned_months = reviews_->Overdue(absl::Now()).size();
                            }
                            return now;
                          }));
  spdlog::info("metrics at http://{}/metrics", config_.metrics().address());
  return absl::OkStatus();
}

absl::Status Server::OpenState() {
  SUDARE_ASSIGN_OR_RETURN(state_, OpenStateStore(config_.state()));
  window_changes_ = std::make_unique<windows::WindowChanges>(state_.get(), audit_.get());
  windows::WindowKeeper::Parts keeper;
  keeper.store = state_.get();
  keeper.changes = window_changes_.get();
  keeper.policy = &policy_->source();
  keeper.proxy = audit::NewCallId();
  window_keeper_ = std::make_unique<windows::WindowKeeper>(std::move(keeper));
  WindowDesk::Parts desk;
  desk.store = state_.get();
  desk.changes = window_changes_.get();
  desk.rows_per_window = [this](const Role& role) {
    return LimitsOf(role, config_.defaults()).rows_per_window;
  };
  desk.on_changed = [this] { window_keeper_->Refresh(); };
  window_desk_ = std::make_unique<WindowDesk>(std::move(desk));
  return absl::OkStatus();
}

void Server::MakeParts() {
  admission_ = MakeAdmission(config_.defaults(), window_keeper_.get());
  AuthenticatorOptions options;
  options.failures = static_cast<int>(config_.login_throttle().failures());
  options.window = DurationOf(config_.login_throttle().window());
  authenticator_ = MakeAuthenticator(options, audit_.get());
  PipelineParts parts;
  parts.policy = &policy_->source();
  parts.catalog = catalog_.get();
  parts.backend = backend_.get();
  parts.audit = audit_.get();
  parts.admission = admission_.get();
  parts.keyring = keyring_;
  parts.defaults = config_.defaults();
  parts.observer = metrics_.get();
  pipeline_ = MakePipeline(std::move(parts));
  staff_quota_ = std::make_unique<StaffQuota>(config_.token_limits());
  TokenDeskParts desk;
  desk.keyring = keyring_;
  desk.catalog = catalog_.get();
  desk.quota = staff_quota_.get();
  desk.windows = [this] { return TokenWindows(); };
  desk.audit = audit_.get();
  token_desk_ = std::make_unique<TokenDesk>(std::move(desk));
  policy_desk_ = std::make_unique<PolicyDesk>(policy_.get());
  log_readers_ = std::make_unique<LogReaders>(audit_.get());
  AuditDeskParts reviewers;
  reviewers.readers = log_readers_.get();
  reviewers.folder = config_.audit().folder();
  reviewers.audit = audit_.get();
  reviewers.calendar = reviews_.get();
  reviewers.is_known = [this] { return reviews_known_.load(); };
  reviewers.damage = [this] { return AuditDamage(); };
  audit_desk_ = std::make_unique<AuditDesk>(std::move(reviewers));
  ledger_desk_ = std::make_unique<LedgerDesk>(config_.audit().folder(), log_readers_.get());
}

void Server::WriteClosingReports() {
  if (!config_.has_closing_reports()) return;
  const sudare::v1::ClosingReports& reports = config_.closing_reports();
  ClosingWriter::Parts writer;
  writer.store = state_.get();
  writer.log_folder = config_.audit().folder();
  writer.folder = reports.folder();
  writer.languages.assign(reports.languages().begin(), reports.languages().end());
  closing_writer_ = std::make_unique<ClosingWriter>(std::move(writer));
}

void Server::ReadReviews() {
  const absl::Status read =
      VerifyAuditLog(config_.audit().folder(), "", [this](const sudare::v1::AuditRecord& record) {
        reviews_->Add(record);
      }).status();
  if (!read.ok()) {
    spdlog::error("the audit log is not sound: {}", std::string(read.message()));
    std::lock_guard<std::mutex> lock(damage_mutex_);
    audit_damage_ = std::string(read.message());
  }
  reviews_known_ = true;
}

std::string Server::AuditDamage() const {
  std::lock_guard<std::mutex> lock(damage_mutex_);
  return audit_damage_;
}

void Server::WatchReviews() {
  if (!reviews_known_) return;
  std::vector<std::string> overdue = reviews_->Overdue(absl::Now());
  if (overdue == overdue_) return;
  overdue_ = std::move(overdue);
  if (overdue_.empty()) {
    spdlog::info("all months of the audit log are signed off, or still in time");
    return;
  }
  spdlog::warn("months of the audit log without sign-off: {}; see `sudare audit report`",
               absl::StrJoin(overdue_, ", "));
}

absl::StatusOr<std::vector<TokenWindow>> Server::TokenWindows() const {
  std::vector<TokenWindow> token_windows;
  SUDARE_RETURN_IF_ERROR(state_->Read([&](StateReader& state) -> absl::Status {
    token_windows.clear();
    SUDARE_ASSIGN_OR_RETURN(const std::vector<sudare::v1::Window> all, windows::AllWindows(state));
    for (const sudare::v1::Window& window : all) {
      TokenWindow& out = token_windows.emplace_back();
      out.work.id = window.id();
      out.work.token_scope = windows::TokenScopeOf(window);
      out.role = window.role();
      for (const auto& person : window.persons()) out.accounts.push_back(person.account());
    }
    return absl::OkStatus();
  }));
  return token_windows;
}

absl::Status Server::OpenDoors() {
  QueryServiceParts parts;
  parts.pipeline = pipeline_.get();
  parts.authenticator = authenticator_.get();
  parts.policy = &policy_->source();
  TokenServiceParts token_parts;
  token_parts.desk = token_desk_.get();
  token_parts.authenticator = authenticator_.get();
  token_parts.policy = &policy_->source();
  PolicyServiceParts policy_parts;
  policy_parts.desk = policy_desk_.get();
  policy_parts.authenticator = authenticator_.get();
  policy_parts.policy = &policy_->source();
  WindowServiceParts window_parts;
  window_parts.desk = window_desk_.get();
  window_parts.ledger = ledger_desk_.get();
  window_parts.authenticator = authenticator_.get();
  window_parts.policy = &policy_->source();
  AuditServiceParts audit_parts;
  audit_parts.desk = audit_desk_.get();
  audit_parts.authenticator = authenticator_.get();
  audit_parts.policy = &policy_->source();
  for (const sudare::v1::Listener& listener : config_.listeners()) {
    DoorOptions options;
    options.listener = listener;
    options.max_request_bytes = MaxRequestBytes(config_.defaults(), *policy_->source().Current());
    // Room for those that are refused while all places are taken.
    options.max_threads = static_cast<int>(2 * config_.defaults().server_queries() + 64);
    SUDARE_ASSIGN_OR_RETURN(
        std::unique_ptr<Door> door,
        Door::Open(options, parts, token_parts, policy_parts, window_parts, audit_parts));
    spdlog::info("listening on {} ({})", door->address(), Kind(listener));
    doors_.push_back(std::move(door));
  }
  return absl::OkStatus();
}

Server::~Server() {
  Shutdown(absl::ZeroDuration());
  if (review_reader_.joinable()) review_reader_.join();
}

void Server::ReloadPolicy() { policy_->Load({"signal", {}}); }

void Server::WatchPolicy() {
  if (!config_.has_policy_watch() || config_.policy_watch()) policy_->LoadIfChanged();
}

void Server::UpdateHealth() {
  const absl::Status audit = audit_->Health();
  const bool has_catalog = catalog_->Current() != nullptr;
  if (has_catalog && !database_logged_) LogDatabase();
  const bool serving = audit.ok() && has_catalog;
  if (serving != serving_) {
    if (serving) {
      spdlog::info("serving");
    } else if (!audit.ok()) {
      spdlog::error("not serving: the audit log cannot be written: {}",
                    std::string(audit.message()));
    } else {
      spdlog::warn("not serving: the catalog of the database has not been read");
    }
  }
  serving_ = serving;
  int connections = 0;
  for (const auto& door : doors_) connections += door->connections();
  connections_ = connections;
  const bool policy_is_good = policy_->Status().last_was_loaded;
  const bool anchors_are_good = checkpoint_watch_.Look(audit_->Checkpoints());
  for (const auto& door : doors_) door->SetServing(serving, policy_is_good, anchors_are_good);
  WatchReviews();
}

void Server::Shutdown(absl::Duration grace) {
  if (doors_.empty()) return;
  spdlog::info("stopping; running queries have {}", absl::FormatDuration(grace));
  std::vector<std::thread> closing;
  for (const auto& door : doors_) {
    closing.emplace_back([&door, grace] { door->Shutdown(grace); });
  }
  for (std::thread& thread : closing) thread.join();
  doors_.clear();
  Audit(ServerEvent::STOPPED, "");
  spdlog::info("stopped");
}

std::vector<std::string> Server::addresses() const {
  std::vector<std::string> addresses;
  for (const auto& door : doors_) addresses.push_back(door->address());
  return addresses;
}

void Server::Audit(ServerEvent::Kind kind, const std::string& detail) {
  sudare::v1::AuditRecord record;
  record.mutable_server()->set_kind(kind);
  record.mutable_server()->set_detail(detail);
  if (policy_ != nullptr) record.mutable_server()->set_policy_hash(policy_->Status().hash);
  const absl::Status status = audit_->AppendDurably(std::move(record));
  if (!status.ok()) {
    spdlog::error("the audit log cannot be written: {}", std::string(status.message()));
  }
}

absl::Status RunServer(const sudare::v1::Config& config) {
  // Blocked in every thread, and taken one by one below.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("sudare"));
  spdlog::flush_on(spdlog::level::info);
  SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Start(config));
  const timespec interval = {0, 500'000'000};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &interval);
    if (signal == SIGHUP) {
      server->ReloadPolicy();
    } else if (signal == SIGTERM || signal == SIGINT) {
      break;
    }
    server->WatchPolicy();
    server->UpdateHealth();
  }
  server->Shutdown(kGrace);
  return absl::OkStatus();
}

}  // namespace sudare
