// The state in PostgreSQL, for several proxies that share it. Tables and privileges:
// docs/formats/state.md.
#ifndef SUDARE_PROXY_STATE_POSTGRES_STORE_H_
#define SUDARE_PROXY_STATE_POSTGRES_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proxy/state/state_store.h"

namespace sudare {

struct PostgresStoreOptions {
  // libpq connection string, to the primary itself: no pooler between.
  std::string connection;
  std::string schema = "sudare_state";
  absl::Duration connect_timeout = absl::Seconds(1);
  // No call waits for the database any longer than this in all, whatever becomes of it.
  absl::Duration timeout = absl::Seconds(2);
};

// Makes the tables, or brings them up to date, if the role may. kFailedPrecondition: it may not,
// they are of a newer release, or the server is a standby. kInvalidArgument: `schema` can't be a
// name. kUnavailable: the database can't be reached; its reason is an operator's note
// (proxy/backend/sqlstate.h).
//
// Later every transaction is kUnavailable within `timeout` while the database is away, and works
// again once it is back. Lost tables are never made anew while the proxy runs: an empty state has
// forgotten who is connected.
absl::StatusOr<std::unique_ptr<StateStore>> OpenPostgresStore(PostgresStoreOptions options);

// What `sudare state init` prints: SQL that makes the tables in `schema` and lets `role` use them.
// kInvalidArgument: `schema` can't be a name.
absl::StatusOr<std::string> PostgresStateScript(absl::string_view schema, absl::string_view role);

}  // namespace sudare

#endif  // SUDARE_PROXY_STATE_POSTGRES_STORE_H_
