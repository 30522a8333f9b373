// The tables of a state in PostgreSQL, the privileges they need, and how older ones become those of
// this release.
#ifndef SUDARE_PROXY_STATE_POSTGRES_SCHEMA_H_
#define SUDARE_PROXY_STATE_POSTGRES_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proxy/backend/exec_connection.h"

namespace sudare::state {

// The schema of this release.
constexpr int kPostgresSchema = 1;

// A script that brings the state in `schema` to this release, whatever it is now, and lets `role`
// use it (empty: lets nobody). For psql, run by who may create schemas; can be run again.
absl::StatusOr<std::string> PostgresInitScript(absl::string_view schema, absl::string_view role);

// Makes or brings up to date what is in `schema`, in one transaction. kFailedPrecondition: it is of
// a newer release, or it is of an older one, or missing, and the role may not change it; says what
// to run.
absl::Status MigratePostgres(ExecConnection& connection, const std::string& schema,
                             absl::Time deadline);

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_POSTGRES_SCHEMA_H_
