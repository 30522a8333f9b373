// ServerFacts: what a PostgreSQL says of itself to the role that the proxy logs in as.
#ifndef SUDARE_PROXY_DOCTOR_SERVER_FACTS_H_
#define SUDARE_PROXY_DOCTOR_SERVER_FACTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"

namespace sudare::doctor {

struct ServerFacts {
  // 150004 and "15.4 (Debian …)".
  int version_number = 0;
  std::string version;
  std::string database;
  std::string login_role;
  std::string encoding;
  bool is_standby = false;
  // Of the server's end of this session; empty: a unix socket.
  std::string address;
  // Both ends are this machine.
  bool is_local = true;
  bool is_encrypted = false;
  // Of the role and of the database; -1: none.
  int role_connections = -1;
  int database_connections = -1;
  // By name, as pg_settings has them in a session of the proxy: what was set for its role counts.
  // Those of libraries are there if the library is loaded.
  std::map<std::string, std::string> settings;
  // How far the database's clock is ahead of ours, at least, given how long the answer took.
  absl::Duration clock_ahead;

  // Empty: the server has no such setting, or doesn't tell.
  std::string Setting(const std::string& name) const;
  // The same as a number; `otherwise` if it is none.
  double Number(const std::string& name, double otherwise) const;
};

// Errors: those of Backend.
absl::StatusOr<ServerFacts> ReadServerFacts(BackendSession& session);

// A line of pg_hba.conf.
struct HbaRule {
  int line = 0;
  // "local", "host", "hostssl", …
  std::string type;
  std::vector<std::string> databases;
  std::vector<std::string> users;
  std::string address;
  std::string method;
};
// A superuser may read them, or a role that was granted it. Errors: those of Backend.
absl::StatusOr<std::vector<HbaRule>> ReadHbaRules(BackendSession& session);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_SERVER_FACTS_H_
