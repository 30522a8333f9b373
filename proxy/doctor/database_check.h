// The settings of PostgreSQL that Sudare's promises hang on. Pure: over what server_facts.h read.
//
// Looked at is what the proxy can't pin for its own sessions (proxy/backend/session_settings.h):
// where they come from, what is written about them, and how many there may be.
#ifndef SUDARE_PROXY_DOCTOR_DATABASE_CHECK_H_
#define SUDARE_PROXY_DOCTOR_DATABASE_CHECK_H_

#include <string>
#include <vector>

#include "policy/policy.h"
#include "proto/config.pb.h"
#include "proxy/backend/connection_string.h"
#include "proxy/doctor/finding.h"
#include "proxy/doctor/server_facts.h"

namespace sudare::doctor {

// Version, encoding, standby. Codes: database-ok, version-untested, server-encoding, standby,
// password-encryption.
void CheckServer(const ServerFacts& facts, Findings* findings);

// The way from the proxy to the database. Codes: database-link-ok, database-plaintext,
// database-unverified.
void CheckDatabaseLink(const ServerFacts& facts, const ConnectionFacts& connection,
                       Findings* findings);

// What PostgreSQL writes into its log of the proxy's sessions: values behind tokens are bound to
// statements. (pg_stat_statements keeps neither bound values nor constants.) Codes: log-ok,
// log-writes-values, log-writes-statements, log-file-open.
void CheckServerLog(const ServerFacts& facts, Findings* findings);

// Whether the proxy's pools fit. `policy` may be null: then one pool is counted. Codes:
// connections-ok, connections-few.
void CheckConnections(const ServerFacts& facts, const sudare::v1::Database& database,
                      const Policy* policy, Findings* findings);

// Who may come in as the proxy's role over the network. Codes: hba-ok, hba-trust,
// hba-plain-password.
void CheckHba(const std::vector<HbaRule>& rules, const ServerFacts& facts, Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_DATABASE_CHECK_H_
