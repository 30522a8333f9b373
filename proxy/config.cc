#include "proxy/config.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/text/message_text.h"
#include "policy/text/place_map.h"
#include "policy/text/source_text.h"
#include "proxy/config_checks.h"

namespace sudare {
namespace {

using sudare::v1::Config;
using text::PlaceMap;
using text::SourceText;

void ResolvePath(const std::filesystem::path& folder, std::string* path) {
  if (!path->empty()) *path = (folder / *path).lexically_normal().string();
}

// Changes strings in place, so that the place map still knows their messages.
void ResolvePaths(const std::string& file, Config* config) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::absolute(file, error).parent_path();
  ResolvePath(folder, config->mutable_policy());
  for (std::string& signer : *config->mutable_policy_signers()) ResolvePath(folder, &signer);
  for (auto& listener : *config->mutable_listeners()) {
    if (listener.has_tls()) {
      ResolvePath(folder, listener.mutable_tls()->mutable_certificate());
      ResolvePath(folder, listener.mutable_tls()->mutable_private_key());
      ResolvePath(folder, listener.mutable_tls()->mutable_client_ca());
    }
    absl::string_view address = listener.address();
    if (absl::ConsumePrefix(&address, "unix:")) {
      std::string path(address);
      ResolvePath(folder, &path);
      if (!path.empty()) listener.set_address(absl::StrCat("unix:", path));
    }
  }
  if (config->has_keyring()) {
    ResolvePath(folder, config->mutable_keyring()->mutable_file());
    ResolvePath(folder, config->mutable_keyring()->mutable_passphrase_file());
  }
  if (config->has_audit()) {
    ResolvePath(folder, config->mutable_audit()->mutable_folder());
    ResolvePath(folder, config->mutable_audit()->mutable_signing_key());
    for (auto& anchor : *config->mutable_audit()->mutable_anchors()) {
      ResolvePath(folder, anchor.mutable_file());
    }
  }
  if (config->has_closing_reports()) {
    ResolvePath(folder, config->mutable_closing_reports()->mutable_folder());
  }
  if (config->state().has_sqlite()) {
    ResolvePath(folder, config->mutable_state()->mutable_sqlite()->mutable_file());
  }
}

template <typename T>
T Or(T value, T fallback) {
  return value == 0 ? fallback : value;
}

void FillStateDefaults(Config* config) {
  v1::State& state = *config->mutable_state();
  if (state.has_postgres()) {
    v1::PostgresState& postgres = *state.mutable_postgres();
    if (postgres.schema().empty()) postgres.set_schema("sudare_state");
    if (!postgres.has_connect_timeout()) postgres.mutable_connect_timeout()->set_seconds(1);
    if (!postgres.has_timeout()) postgres.mutable_timeout()->set_seconds(2);
  } else if (state.sqlite().file().empty()) {
    // A folder of its own, which the proxy can keep from others as it does the log's.
    const std::filesystem::path audit(config->audit().folder());
    state.mutable_sqlite()->set_file((audit.parent_path() / "state" / "state.sqlite").string());
  }
}

void FillDefaults(Config* config) {
  FillStateDefaults(config);
  for (auto& listener : *config->mutable_listeners()) {
    if (!listener.has_reflection()) listener.set_reflection(true);
    listener.set_max_connections(Or(listener.max_connections(), 2500u));
  }
  v1::Database& database = *config->mutable_database();
  database.set_pool_size(Or(database.pool_size(), 16u));
  if (!database.has_connect_timeout()) database.mutable_connect_timeout()->set_seconds(5);
  if (!database.has_catalog_refresh()) database.mutable_catalog_refresh()->set_seconds(5);
  if (database.time_zone().empty()) database.set_time_zone("UTC");
  v1::Audit& audit = *config->mutable_audit();
  audit.set_segment_bytes(Or<uint64_t>(audit.segment_bytes(), 64 << 20));
  if (!audit.has_checkpoint_interval()) audit.mutable_checkpoint_interval()->set_seconds(60);
  audit.set_checkpoint_records(Or<uint64_t>(audit.checkpoint_records(), 10'000));
  for (v1::AuditAnchor& anchor : *audit.mutable_anchors()) {
    if (anchor.name().empty()) anchor.set_name(anchor.has_postgres() ? "postgres" : "file");
  }
  if (!audit.review().has_grace_days()) audit.mutable_review()->set_grace_days(10);
  if (config->has_closing_reports() && config->closing_reports().languages().empty()) {
    config->mutable_closing_reports()->add_languages("ja");
  }
  v1::Defaults& defaults = *config->mutable_defaults();
  defaults.set_rows_per_query(Or<uint64_t>(defaults.rows_per_query(), 1'000'000));
  defaults.set_bytes_per_query(Or<uint64_t>(defaults.bytes_per_query(), 1 << 30));
  if (!defaults.has_statement_timeout()) defaults.mutable_statement_timeout()->set_seconds(60);
  defaults.set_concurrent_queries(Or(defaults.concurrent_queries(), 8u));
  defaults.set_sql_bytes(Or(defaults.sql_bytes(), 1u << 20));
  defaults.set_nesting_depth(Or(defaults.nesting_depth(), 200u));
  defaults.set_token_map_values(Or(defaults.token_map_values(), 200'000u));
  defaults.set_server_queries(Or(defaults.server_queries(), 64u));
  v1::LoginThrottle& throttle = *config->mutable_login_throttle();
  throttle.set_failures(Or(throttle.failures(), 5u));
  if (!throttle.has_window()) throttle.mutable_window()->set_seconds(60);
  v1::TokenLimits& tokens = *config->mutable_token_limits();
  tokens.set_detokenize_per_hour(Or(tokens.detokenize_per_hour(), 30u));
  tokens.set_detokenize_per_day(Or(tokens.detokenize_per_day(), 200u));
  tokens.set_trace_per_hour(Or(tokens.trace_per_hour(), 300u));
  tokens.set_trace_per_day(Or(tokens.trace_per_day(), 2000u));
}

// Whatever is wrong in such a line, it isn't shown.
bool MayHoldPassword(const std::string& line) {
  std::string text = absl::AsciiStrToLower(line);
  text.erase(std::remove_if(text.begin(), text.end(), absl::ascii_isspace), text.end());
  return absl::StrContains(text, "connection:") || absl::StrContains(text, "password=") ||
         absl::StrContains(text, "://");
}

}  // namespace

ConfigResult ParseConfig(const std::string& file, const std::string& text) {
  ConfigResult result;
  const auto source = std::make_shared<const SourceText>(file, text);
  Config config;
  PlaceMap places;
  const bool is_read = text::ReadMessageText(source, &config, &places, &result.issues);
  if (is_read) {
    ResolvePaths(file, &config);
    CheckConfig(config, places, &result.issues);
  }
  for (Issue& issue : result.issues) {
    if (issue.place.file.empty()) issue.place.file = file;
    if (MayHoldPassword(issue.source_line)) issue.source_line.clear();
  }
  std::stable_sort(result.issues.begin(), result.issues.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  FillDefaults(&config);
  if (is_read) result.as_read = config;
  if (!HasErrors(result.issues)) result.config = std::move(config);
  return result;
}

ConfigResult LoadConfig(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  errno = 0;
  if (!file || !(text << file.rdbuf())) {
    Issue issue;
    issue.place.file = path;
    issue.message =
        absl::StrCat("cannot read the configuration: ", std::strerror(errno != 0 ? errno : EIO));
    return ConfigResult{std::nullopt, std::nullopt, {issue}};
  }
  return ParseConfig(path, text.str());
}

}  // namespace sudare
