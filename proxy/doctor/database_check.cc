#include "proxy/doctor/database_check.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

namespace sudare::doctor {
namespace {

constexpr int kTestedVersion = 15;

bool Has(const std::vector<std::string>& list, absl::string_view element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

bool ConcernsProxy(const HbaRule& rule, const ServerFacts& facts) {
  if (rule.type == "local" || rule.method == "reject") return false;
  for (const char* here : {"127.0.0.1", "::1", "localhost", "samehost"}) {
    if (rule.address == here) return false;
  }
  if (!Has(rule.databases, "all") && !Has(rule.databases, facts.database) &&
      !Has(rule.databases, "sameuser") && !Has(rule.databases, "samerole")) {
    return false;
  }
  // A group may be one of the role's.
  return Has(rule.users, "all") || Has(rule.users, facts.login_role) ||
         std::any_of(rule.users.begin(), rule.users.end(),
                     [](const std::string& user) { return !user.empty() && user[0] == '+'; });
}

}  // namespace

void CheckServer(const ServerFacts& facts, Findings* findings) {
  findings->Add(
      "database-ok", "",
      {facts.version, facts.database, facts.login_role, facts.is_standby ? "standby" : "primary"});
  if (facts.version_number / 10000 != kTestedVersion) {
    findings->Add("version-untested", "server_version", {facts.version});
  }
  if (facts.encoding != "UTF8") {
    findings->Add("server-encoding", facts.database, {facts.encoding});
  }
  if (facts.is_standby) {
    findings->Add("standby", "",
                  {facts.Setting("hot_standby_feedback"),
                   absl::StrCat(facts.Setting("max_standby_streaming_delay"), " ms")});
  }
  if (facts.Setting("password_encryption") == "md5") {
    findings->Add("password-encryption", "password_encryption", {"md5"});
  }
}

void CheckDatabaseLink(const ServerFacts& facts, const ConnectionFacts& connection,
                       Findings* findings) {
  if (facts.address.empty()) {
    findings->Add("database-link-ok", "connection", {kUnixSocket});
  } else if (facts.is_local) {
    findings->Add("database-link-ok", "connection", {kLoopback});
  } else if (!facts.is_encrypted) {
    findings->Add("database-plaintext", "connection", {facts.address});
  } else if (connection.ssl_mode != "verify-full" && !connection.has_service) {
    findings->Add("database-unverified", "connection", {connection.ssl_mode});
  } else {
    findings->Add("database-link-ok", "connection", {kVerifiedTls});
  }
}

void CheckConnections(const ServerFacts& facts, const sudare::v1::Database& database,
                      const Policy* policy, Findings* findings) {
  std::set<std::string> pools = {database.catalog_role()};
  if (policy != nullptr) {
    for (const Role& role : policy->roles()) pools.insert(role.database_role);
  }
  const int needed = static_cast<int>(pools.size() * database.pool_size());
  const auto tell = [&](const char* limit, int allowed) {
    findings->Add("connections-few", limit,
                  {absl::StrCat(needed), absl::StrCat(pools.size()),
                   absl::StrCat(database.pool_size()), limit, absl::StrCat(allowed)});
  };
  const int server = static_cast<int>(facts.Number("max_connections", 0) -
                                      facts.Number("superuser_reserved_connections", 0) -
                                      facts.Number("reserved_connections", 0));
  if (server < needed) return tell("max_connections", server);
  if (facts.role_connections >= 0 && facts.role_connections < needed) {
    return tell("ALTER ROLE … CONNECTION LIMIT", facts.role_connections);
  }
  if (facts.database_connections >= 0 && facts.database_connections < needed) {
    return tell("ALTER DATABASE … CONNECTION LIMIT", facts.database_connections);
  }
  findings->Add(
      "connections-ok", "max_connections",
      {absl::StrCat(needed), absl::StrCat(pools.size()), absl::StrCat(database.pool_size())});
}

void CheckHba(const std::vector<HbaRule>& rules, const ServerFacts& facts, Findings* findings) {
  bool is_good = true;
  for (const HbaRule& rule : rules) {
    if (!ConcernsProxy(rule, facts)) continue;
    const std::string where = absl::StrCat("pg_hba.conf:", rule.line);
    const std::string who = Has(rule.users, "all") ? kEveryRole : facts.login_role;
    if (rule.method == "trust" || rule.method == "ident") {
      findings->Add("hba-trust", where, {who, rule.method});
      is_good = false;
    } else if (rule.method == "password" && rule.type != "hostssl") {
      findings->Add("hba-plain-password", where, {who});
      is_good = false;
    }
  }
  if (is_good) findings->Add("hba-ok", "pg_hba.conf");
}

}  // namespace sudare::doctor
