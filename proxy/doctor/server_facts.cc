#include "proxy/doctor/server_facts.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/review/rows.h"

namespace sudare::doctor {
namespace {

using Row = std::vector<Value>;

constexpr char kServerSql[] = R"sql(
  SELECT current_setting('server_version_num'), current_setting('server_version'),
         current_database(), session_user, current_setting('server_encoding'), pg_is_in_recovery(),
         coalesce(host(inet_server_addr()), ''),
         coalesce(inet_server_addr() = inet_client_addr(), true),
         coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false),
         r.rolconnlimit, d.datconnlimit
  FROM pg_roles r, pg_database d
  WHERE r.rolname = session_user AND d.datname = current_database())sql";

constexpr char kSettingsSql[] = "SELECT name, setting FROM pg_settings";

constexpr char kClockSql[] = "SELECT extract(epoch FROM clock_timestamp())";

constexpr char kHbaSql[] = R"sql(
  SELECT line_number, type, array_to_string(database, ' '), array_to_string(user_name, ' '),
         coalesce(address, ''), auth_method
  FROM pg_hba_file_rules WHERE error IS NULL ORDER BY 1)sql";

std::string Text(const Value& value) { return value.value_or(""); }

int Number(const Value& value) {
  int number = 0;
  return absl::SimpleAtoi(Text(value), &number) ? number : 0;
}

absl::StatusOr<absl::Duration> ClockAhead(BackendSession& session) {
  const absl::Time before = absl::Now();
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> rows, review::ReadRows(session, kClockSql));
  const absl::Time after = absl::Now();
  double seconds = 0;
  if (rows.empty() || !absl::SimpleAtod(Text(rows[0][0]), &seconds)) {
    return absl::InternalError("the database tells no time");
  }
  const absl::Time there = absl::UnixEpoch() + absl::Seconds(seconds);
  if (there > after) return there - after;
  if (there < before) return there - before;
  return absl::ZeroDuration();
}

}  // namespace

std::string ServerFacts::Setting(const std::string& name) const {
  const auto found = settings.find(name);
  return found == settings.end() ? "" : found->second;
}

double ServerFacts::Number(const std::string& name, double otherwise) const {
  double number = otherwise;
  return absl::SimpleAtod(Setting(name), &number) ? number : otherwise;
}

absl::StatusOr<ServerFacts> ReadServerFacts(BackendSession& session) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> rows, review::ReadRows(session, kServerSql));
  if (rows.empty()) return absl::InternalError("the database doesn't know its own role");
  const Row& row = rows[0];
  ServerFacts facts;
  facts.version_number = Number(row[0]);
  facts.version = Text(row[1]);
  facts.database = Text(row[2]);
  facts.login_role = Text(row[3]);
  facts.encoding = Text(row[4]);
  facts.is_standby = row[5] == "t";
  facts.address = Text(row[6]);
  facts.is_local = row[7] == "t";
  facts.is_encrypted = row[8] == "t";
  facts.role_connections = Number(row[9]);
  facts.database_connections = Number(row[10]);
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> settings, review::ReadRows(session, kSettingsSql));
  for (const Row& setting : settings) facts.settings[Text(setting[0])] = Text(setting[1]);
  SUDARE_ASSIGN_OR_RETURN(facts.clock_ahead, ClockAhead(session));
  return facts;
}

absl::StatusOr<std::vector<HbaRule>> ReadHbaRules(BackendSession& session) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> rows, review::ReadRows(session, kHbaSql));
  std::vector<HbaRule> rules;
  for (const Row& row : rows) {
    HbaRule rule;
    rule.line = Number(row[0]);
    rule.type = Text(row[1]);
    rule.databases = absl::StrSplit(Text(row[2]), ' ');
    rule.users = absl::StrSplit(Text(row[3]), ' ');
    rule.address = Text(row[4]);
    rule.method = Text(row[5]);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace sudare::doctor
