#include "proxy/backend/session_settings.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare {

std::vector<SessionSetting> PinnedSettings(absl::string_view database_role,
                                           absl::string_view time_zone) {
  std::vector<SessionSetting> settings = {
      // What a statement may do.
      {"default_transaction_read_only", "on"},
      {"default_transaction_isolation", "read committed"},
      {"default_transaction_deferrable", "off"},
      {"row_security", "on"},
      // What its text means.
      {"search_path", "pg_catalog"},
      {"client_encoding", "UTF8"},
      {"standard_conforming_strings", "on"},
      {"backslash_quote", "safe_encoding"},
      {"escape_string_warning", "off"},
      {"array_nulls", "on"},
      {"transform_null_equals", "off"},
      {"xmloption", "content"},
      {"default_text_search_config", "pg_catalog.simple"},
      {"timezone_abbreviations", "Default"},
      {"quote_all_identifiers", "off"},
      // How values look.
      {"DateStyle", "ISO, YMD"},
      {"IntervalStyle", "postgres"},
      {"TimeZone", std::string(time_zone)},
      {"extra_float_digits", "1"},
      {"bytea_output", "hex"},
      {"xmlbinary", "base64"},
      {"lc_monetary", "C"},
      {"lc_numeric", "C"},
      {"lc_time", "C"},
      // What it may tell.
      {"client_min_messages", "error"},
      {"application_name", "sudare"},
      // How long it may take. Compiling a plan rarely pays for debugging queries, and costs up to a
      // second when the
      // planner thinks it does.
      {"statement_timeout", absl::StrCat(absl::ToInt64Minutes(kStatementTimeout), "min")},
      {"lock_timeout", "10s"},
      {"idle_in_transaction_session_timeout", "5min"},
      {"idle_session_timeout", "0"},
      {"client_connection_check_interval", "5s"},
      {"jit", "off"},
      {"exit_on_error", "off"},
      // In which order rows come: never that of another session's scan. Where scans through an
      // index
      // are forbidden there must be others to take.
      {"synchronize_seqscans", "off"},
      {"enable_indexonlyscan", "on"},
      {"enable_indexscan", "on"},
      {"enable_bitmapscan", "on"},
      {"enable_seqscan", "on"},
      {"enable_sort", "on"},
  };
  settings.push_back({"role", database_role.empty() ? "none" : std::string(database_role)});
  return settings;
}

std::string StartupOptions(const std::vector<SessionSetting>& settings) {
  std::string options;
  for (const SessionSetting& setting : settings) {
    // The server splits at white space and takes a backslash as its quote.
    absl::StrAppend(&options, options.empty() ? "" : " ", "-c ", setting.name, "=",
                    absl::StrReplaceAll(setting.value, {{"\\", "\\\\"},
                                                        {" ", "\\ "},
                                                        {"\t", "\\\t"},
                                                        {"\n", "\\\n"},
                                                        {"\v", "\\\v"},
                                                        {"\f", "\\\f"},
                                                        {"\r", "\\\r"}}));
  }
  return options;
}

std::string SettingsQuery(const std::vector<SessionSetting>& settings) {
  std::string sql = "SELECT ";
  for (size_t i = 0; i < settings.size(); ++i) {
    absl::StrAppend(&sql, i == 0 ? "" : ", ", "pg_catalog.current_setting('", settings[i].name,
                    "')");
  }
  return sql;
}

}  // namespace sudare
