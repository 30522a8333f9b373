#include "proxy/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

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
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/text/place_map.h"
#include "policy/text/source_text.h"
#include "policy/text/syntax_message.h"
#include "policy/text/tokens.h"
#include "proxy/config_checks.h"

namespace sudare {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::TextFormat;
using sudare::v1::Config;
using text::PlaceMap;
using text::SourceText;

constexpr int kMaxNesting = 16;

const Descriptor* FindType(const Descriptor* from, const std::string& full_name) {
  if (from->full_name() == full_name) return from;
  for (int i = 0; i < from->field_count(); ++i) {
    if (from->field(i)->message_type() == nullptr) continue;
    if (const auto* found = FindType(from->field(i)->message_type(), full_name)) return found;
  }
  return nullptr;
}

// `Message type "T" has no field named "x".`, as the parser says it, in our words.
bool TranslateUnknownField(absl::string_view message, std::string* words, std::string* advice) {
  if (!absl::ConsumePrefix(&message, "Message type \"")) return false;
  const size_t type_end = message.find('"');
  const std::string type_name(message.substr(0, type_end));
  message.remove_prefix(type_end);
  if (!absl::ConsumePrefix(&message, "\" has no field named \"")) return false;
  const std::string field(message.substr(0, message.find('"')));
  *words = absl::StrCat("unknown field ", Quoted(field));
  const Descriptor* type = FindType(Config::descriptor(), type_name);
  if (type == nullptr) return true;
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
  *advice = DidYouMean(field, names);
  if (advice->empty()) *advice = absl::StrCat("fields here: ", QuotedList(names));
  return true;
}

// Turns the parser's complaints into issues.
class Complaints final : public google::protobuf::io::ErrorCollector {
 public:
  Complaints(const SourceText& source, const std::string& parsed, std::vector<Issue>* issues)
      : source_(source), tokens_(text::Tokenize(parsed).tokens), issues_(*issues) {}

  // The first error ends the parsing; what follows is only its consequence.
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!std::exchange(had_error_, true)) Add(line, column, message);
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    Add(line, column, message);
  }

 private:
  void Add(int line, int column, const std::string& message) {
    const size_t last = source_.line_count() - 1;
    size_t offset = source_.LineStart(std::min<size_t>(line, last)) + column;
    std::string words, advice;
    bool token_before = true;
    if (!TranslateUnknownField(message, &words, &advice)) {
      const text::SyntaxMessage translated = text::TranslateParserMessage(message);
      words = translated.message;
      advice = translated.advice;
      token_before = translated.belongs_to_token_before;
    }
    if (token_before) {
      if (const text::Token* token = text::TokenBefore(tokens_, offset)) offset = token->begin;
    }
    issues_.push_back(source_.IssueAt(offset, std::move(words), std::move(advice)));
  }

  const SourceText& source_;
  const std::vector<text::Token> tokens_;
  std::vector<Issue>& issues_;
  bool had_error_ = false;
};

// Parses and says whether the whole text was read; unknown fields are only issues.
bool Parse(const std::shared_ptr<const SourceText>& source, Config* config, PlaceMap* places,
           std::vector<Issue>* issues) {
  // The parser counts a tab as up to eight columns. As blanks, its columns are bytes.
  std::string parsed = source->text();
  std::replace(parsed.begin(), parsed.end(), '\t', ' ');
  Complaints complaints(*source, parsed, issues);
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaints);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kMaxNesting);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(parsed, config)) return false;
  places->Add(source, *config, tree);
  return true;
}

void ResolvePath(const std::filesystem::path& folder, std::string* path) {
  if (!path->empty()) *path = (folder / *path).lexically_normal().string();
}

// Changes strings in place, so that the place map still knows their messages.
void ResolvePaths(const std::string& file, Config* config) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::absolute(file, error).parent_path();
  ResolvePath(folder, config->mutable_policy());
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
  if (config->has_audit()) ResolvePath(folder, config->mutable_audit()->mutable_folder());
}

template <typename T>
T Or(T value, T fallback) {
  return value == 0 ? fallback : value;
}

void FillDefaults(Config* config) {
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
  if (Parse(source, &config, &places, &result.issues)) {
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
  if (HasErrors(result.issues)) return result;
  FillDefaults(&config);
  result.config = std::move(config);
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
    return ConfigResult{std::nullopt, {issue}};
  }
  return ParseConfig(path, text.str());
}

}  // namespace sudare
