#include "proxy/config_checks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "policy/base/quoted.h"
#include "proxy/audit/checkpoint.h"
#include "proxy/report/period.h"
#include "proxy/report/words.h"
#include "proxy/rpc/address.h"
#include "proxy/state/state_limits.h"

namespace sudare {
namespace {

using google::protobuf::Message;
using sudare::v1::Config;
using sudare::v1::Listener;

constexpr uint32_t kMostGraceDays = 28;

// A path that must be readable, and by whom else it may be.
enum class Privacy { kPublic, kNotForOthers, kOwnerOnly };

class Checker {
 public:
  Checker(const Config& config, const text::PlaceMap& places, std::vector<Issue>* issues)
      : config_(config), places_(places), issues_(*issues) {}

  void Run() {
    if (config_.listeners().empty()) {
      At(config_, "no `listeners`", "add `listeners { address: \"127.0.0.1:7443\" tls { … } }`");
    }
    for (const Listener& listener : config_.listeners()) CheckListener(listener);
    CheckDatabase();
    if (config_.policy().empty()) {
      At(config_, "no `policy`", "add `policy: \"policy\"`, a file or a folder of *.textproto");
    } else {
      CheckPath(config_, Config::kPolicyFieldNumber, config_.policy(), Privacy::kPublic);
    }
    for (int i = 0; i < config_.policy_signers_size(); ++i) {
      CheckPath(config_, Config::kPolicySignersFieldNumber, config_.policy_signers(i),
                Privacy::kPublic);
    }
    CheckKeyring();
    CheckMetrics();
    CheckAudit();
    CheckClosingReports();
    CheckState();
    CheckDefaults();
    CheckTokenLimits();
    if (config_.login_throttle().has_window()) {
      CheckDuration(config_.login_throttle(), v1::LoginThrottle::kWindowFieldNumber,
                    config_.login_throttle().window());
    }
  }

 private:
  void At(const Message& message, std::string text, std::string advice) {
    issues_.push_back(places_.IssueAt(message, std::move(text), std::move(advice)));
  }
  void At(const Message& message, int field, std::string text, std::string advice) {
    issues_.push_back(places_.IssueAt(message, field, 0, std::move(text), std::move(advice)));
  }

  void CheckListener(const Listener& listener) {
    if (listener.address().empty()) {
      At(listener, "a listener without `address`", "add `address: \"127.0.0.1:7443\"`");
      return;
    }
    const absl::StatusOr<ListenAddress> address = ParseListenAddress(listener.address());
    if (!address.ok()) {
      At(listener, Listener::kAddressFieldNumber, std::string(address.status().message()), "");
      return;
    }
    if (address->port != 0 && !taken_.insert(listener.address()).second) {
      At(listener, Listener::kAddressFieldNumber,
         absl::StrCat("address ", Quoted(listener.address()), " is listed twice"), "");
    }
    if (listener.has_tls()) {
      CheckTls(listener);
    } else {
      CheckPlainText(listener, *address);
    }
  }

  void CheckPlainText(const Listener& listener, const ListenAddress& address) {
    if (!address.IsLocal()) {
      At(listener, Listener::kAddressFieldNumber,
         absl::StrCat("plain text on ", Quoted(listener.address()), " would be read by others"),
         "add `tls { … }`; plain text is possible on the loopback and on unix sockets only");
    } else if (!listener.plaintext_on_loopback()) {
      At(listener, "a listener without `tls`",
         "add `tls { … }`, or `plaintext_on_loopback: true` if plain text is what you want");
    }
    if (!listener.passwords()) {
      At(listener, "nobody could log in here: without `tls` there are no certificates",
         "add `passwords: true`");
    }
  }

  void CheckTls(const Listener& listener) {
    const v1::Tls& tls = listener.tls();
    if (listener.plaintext_on_loopback()) {
      At(listener, Listener::kPlaintextOnLoopbackFieldNumber,
         "`plaintext_on_loopback` beside `tls`", "a listener has one of them");
    }
    CheckNamedFile(tls, v1::Tls::kCertificateFieldNumber, "certificate", tls.certificate(),
                   Privacy::kPublic);
    CheckNamedFile(tls, v1::Tls::kPrivateKeyFieldNumber, "private_key", tls.private_key(),
                   Privacy::kNotForOthers);
    if (!tls.client_ca().empty()) {
      CheckPath(tls, v1::Tls::kClientCaFieldNumber, tls.client_ca(), Privacy::kPublic);
    } else if (!listener.passwords()) {
      At(tls, "nobody could log in here: neither `client_ca` nor `passwords`",
         "add `client_ca: \"client-ca.pem\"`, the authority of the clients' certificates");
    }
  }

  void CheckDatabase() {
    const v1::Database& database = config_.database();
    if (database.connection().empty()) {
      At(config_.has_database() ? static_cast<const Message&>(database) : config_,
         "no `connection` of the `database`",
         "add `database { connection: \"host=/run/postgresql dbname=payroll\" }`");
    }
    CheckConnection(database, v1::Database::kConnectionFieldNumber, database.connection());
    if (database.has_connect_timeout()) {
      CheckDuration(database, v1::Database::kConnectTimeoutFieldNumber, database.connect_timeout());
    }
    if (database.has_catalog_refresh()) {
      CheckDuration(database, v1::Database::kCatalogRefreshFieldNumber, database.catalog_refresh());
    }
  }

  // Looks for the words only: libpq will read the string.
  void CheckConnection(const Message& message, int field, const std::string& connection) {
    std::string text = absl::AsciiStrToLower(connection);
    text.erase(std::remove_if(text.begin(), text.end(), absl::ascii_isspace), text.end());
    const bool is_uri =
        absl::StartsWith(text, "postgres://") || absl::StartsWith(text, "postgresql://");
    const std::string before_host = is_uri ? text.substr(text.find("//") + 2, text.rfind('@')) : "";
    if (absl::StrContains(text, "password=") ||
        (absl::StrContains(before_host, "@") && absl::StrContains(before_host, ":"))) {
      At(message, field, "`connection` holds a password",
         "put it into a .pgpass file (mode 0600) or a service file, and name that by `passfile=` "
         "or `service=`");
    }
  }

  void CheckKeyring() {
    if (!config_.has_keyring()) return;
    const v1::Keyring& keyring = config_.keyring();
    CheckNamedFile(keyring, v1::Keyring::kFileFieldNumber, "file", keyring.file(),
                   Privacy::kOwnerOnly);
    CheckNamedFile(keyring, v1::Keyring::kPassphraseFileFieldNumber, "passphrase_file",
                   keyring.passphrase_file(), Privacy::kOwnerOnly);
  }

  void CheckMetrics() {
    if (!config_.has_metrics()) return;
    const v1::Metrics& metrics = config_.metrics();
    if (metrics.address().empty()) {
      At(metrics, "`metrics` without `address`", "add `address: \"127.0.0.1:9464\"`");
      return;
    }
    const absl::StatusOr<ListenAddress> address = ParseListenAddress(metrics.address());
    if (!address.ok() || address->port == 0) {
      At(metrics, v1::Metrics::kAddressFieldNumber,
         absl::StrCat(Quoted(metrics.address()), " is no IP address with a port"),
         "write e.g. `127.0.0.1:9464`");
    } else if (!address->IsLocal() && !metrics.reachable_by_others()) {
      At(metrics, v1::Metrics::kAddressFieldNumber,
         absl::StrCat("metrics on ", Quoted(metrics.address()), " could be read by other machines"),
         "use `127.0.0.1`, or add `reachable_by_others: true`");
    }
  }

  void CheckAudit() {
    if (config_.audit().folder().empty()) {
      At(config_.has_audit() ? static_cast<const Message&>(config_.audit()) : config_,
         "no `folder` of the `audit` log", "add `audit { folder: \"audit\" }`");
    }
    const uint64_t bytes = config_.audit().segment_bytes();
    if (bytes != 0 && bytes < 64 << 10) {
      At(config_.audit(), v1::Audit::kSegmentBytesFieldNumber,
         "`segment_bytes` is less than 64 KiB", "leave it out for 64 MiB");
    }
    CheckSigning(config_.audit());
    CheckReview(config_.audit().review());
  }

  void CheckSigning(const v1::Audit& audit) {
    if (!audit.signing_key().empty()) {
      CheckPath(audit, v1::Audit::kSigningKeyFieldNumber, audit.signing_key(), Privacy::kOwnerOnly);
    } else if (audit.anchors_size() > 0) {
      At(audit.anchors(0), "`anchors` without `signing_key`: there are no checkpoints to anchor",
         "add `signing_key: \"audit.key\"`, made by `openssl genpkey -algorithm ed25519`");
    }
    if (audit.has_checkpoint_interval()) {
      const int field = v1::Audit::kCheckpointIntervalFieldNumber;
      CheckDuration(audit, field, audit.checkpoint_interval());
      if (audit.checkpoint_interval().nanos() != 0) {
        At(audit, field, "`checkpoint_interval` must be whole seconds",
           "leave it out for 60 seconds");
      }
    }
    std::set<std::string> names;
    for (const v1::AuditAnchor& anchor : audit.anchors()) CheckAnchor(anchor, &names);
  }

  void CheckAnchor(const v1::AuditAnchor& anchor, std::set<std::string>* names) {
    if (anchor.file().empty() == !anchor.has_postgres()) {
      At(anchor, "an anchor is either a `file` or `postgres`",
         "write `anchors { file: \"/mnt/audit/sudare.anchor\" }` or `anchors { postgres { "
         "connection: \"host=… dbname=…\" } }`");
      return;
    }
    std::string name = anchor.name();
    if (name.empty()) name = anchor.has_postgres() ? "postgres" : "file";
    if (!audit::IsAnchorName(name)) {
      At(anchor, v1::AuditAnchor::kNameFieldNumber,
         absl::StrCat("an anchor can't be called ", Quoted(name)),
         "use 1 to 32 of a-z, 0-9, `-` and `_`");
    } else if (!names->insert(name).second) {
      At(anchor, absl::StrCat("two anchors are called ", Quoted(name)),
         "give each a `name` of its own");
    }
    if (!anchor.has_postgres()) return;
    const v1::PostgresAnchor& postgres = anchor.postgres();
    if (postgres.connection().empty()) {
      At(postgres, "no `connection` of the anchor",
         "add `connection: \"host=audit.example dbname=audit user=sudare_anchor\"`");
    }
    CheckConnection(postgres, v1::PostgresAnchor::kConnectionFieldNumber, postgres.connection());
  }

  void CheckReview(const v1::Review& review) {
    if (review.grace_days() > kMostGraceDays) {
      At(review, v1::Review::kGraceDaysFieldNumber,
         absl::StrCat("`grace_days` is more than ", kMostGraceDays),
         "a month must be signed off before the next one is over");
    }
    if (!review.since().empty() && !report::MonthPeriod(review.since()).ok()) {
      At(review, v1::Review::kSinceFieldNumber,
         absl::StrCat(Quoted(review.since()), " is no month"), "write it as 2026-11");
    }
  }

  void CheckClosingReports() {
    if (!config_.has_closing_reports()) return;
    const v1::ClosingReports& reports = config_.closing_reports();
    if (reports.folder().empty()) {
      At(reports, "no `folder` of the closing reports",
         "add `folder: \"closing-reports\"`, or leave `closing_reports` out");
    }
    for (const std::string& language : reports.languages()) {
      if (report::LanguageOf(language).has_value()) continue;
      At(reports, v1::ClosingReports::kLanguagesFieldNumber,
         absl::StrCat("no closing reports in the language ", Quoted(language)),
         "there are `ja` and `en`");
    }
  }

  void CheckState() {
    if (!config_.state().has_postgres()) return;
    const v1::PostgresState& state = config_.state().postgres();
    if (state.connection().empty()) {
      At(state, "`postgres` without `connection`",
         "add `connection: \"host=/run/postgresql dbname=sudare\"`");
    }
    CheckConnection(state, v1::PostgresState::kConnectionFieldNumber, state.connection());
    if (!state.schema().empty()) {
      const absl::Status name = state::CheckSchemaName(state.schema());
      if (!name.ok()) {
        At(state, v1::PostgresState::kSchemaFieldNumber, std::string(name.message()), "");
      }
    }
    if (state.has_connect_timeout()) {
      CheckDuration(state, v1::PostgresState::kConnectTimeoutFieldNumber, state.connect_timeout());
    }
    if (state.has_timeout()) {
      CheckDuration(state, v1::PostgresState::kTimeoutFieldNumber, state.timeout());
    }
  }

  void CheckDefaults() {
    const v1::Defaults& defaults = config_.defaults();
    if (defaults.has_statement_timeout()) {
      CheckDuration(defaults, v1::Defaults::kStatementTimeoutFieldNumber,
                    defaults.statement_timeout());
    }
    if (defaults.sql_bytes() > 16 << 20) {
      At(defaults, v1::Defaults::kSqlBytesFieldNumber, "`sql_bytes` is more than 16 MiB",
         "statements of that size are bombs; leave it out for 1 MiB");
    }
    if (defaults.nesting_depth() > 1000) {
      At(defaults, v1::Defaults::kNestingDepthFieldNumber, "`nesting_depth` is more than 1000",
         "leave it out for 200");
    }
  }

  void CheckTokenLimits() {
    const v1::TokenLimits& limits = config_.token_limits();
    CheckCalls(limits, v1::TokenLimits::kDetokenizePerHourFieldNumber,
               limits.detokenize_per_hour());
    CheckCalls(limits, v1::TokenLimits::kDetokenizePerDayFieldNumber, limits.detokenize_per_day());
    CheckCalls(limits, v1::TokenLimits::kTracePerHourFieldNumber, limits.trace_per_hour());
    CheckCalls(limits, v1::TokenLimits::kTracePerDayFieldNumber, limits.trace_per_day());
  }

  void CheckCalls(const v1::TokenLimits& limits, int field, uint32_t calls) {
    if (calls <= 10'000) return;
    const std::string& name = limits.GetDescriptor()->FindFieldByNumber(field)->name();
    At(limits, field, absl::StrCat(Quoted(name), " is more than 10000"),
       "that many look-ups would be an export; leave it out for the default");
  }

  void CheckDuration(const Message& message, int field, const google::protobuf::Duration& value) {
    if (value.seconds() > 0 && value.nanos() >= 0 && value.seconds() <= 7 * 24 * 3600) return;
    if (value.seconds() == 0 && value.nanos() > 0 && value.nanos() < 1'000'000'000) return;
    const std::string& name = message.GetDescriptor()->FindFieldByNumber(field)->name();
    At(message, field, absl::StrCat(Quoted(name), " must be more than 0 and at most a week"),
       absl::StrCat("write `", name, " { seconds: 5 }`"));
  }

  void CheckNamedFile(const Message& message, int field, absl::string_view name,
                      const std::string& path, Privacy privacy) {
    if (path.empty()) {
      At(message, absl::StrCat("no ", Quoted(name), " here"), absl::StrCat("add `", name, ": …`"));
      return;
    }
    CheckPath(message, field, path, privacy);
  }

  void CheckPath(const Message& message, int field, const std::string& path, Privacy privacy) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0 || access(path.c_str(), R_OK) != 0) {
      At(message, field, absl::StrCat("cannot read ", Quoted(path), ": ", std::strerror(errno)),
         "relative paths start at the folder of this file");
      issues_.back().code = "unreadable-file";
      return;
    }
    const mode_t forbidden = privacy == Privacy::kOwnerOnly      ? 0077
                             : privacy == Privacy::kNotForOthers ? 0007
                                                                 : 0;
    if ((info.st_mode & forbidden) != 0) {
      At(message, field, absl::StrCat("others may read ", Quoted(path)),
         absl::StrCat("run `chmod ", privacy == Privacy::kOwnerOnly ? "600" : "o=", " ", path,
                      "`"));
      issues_.back().code = "file-mode";
    }
  }

  const Config& config_;
  const text::PlaceMap& places_;
  std::vector<Issue>& issues_;
  std::set<std::string> taken_;
};

}  // namespace

void CheckConfig(const Config& config, const text::PlaceMap& places, std::vector<Issue>* issues) {
  Checker(config, places, issues).Run();
}

}  // namespace sudare
