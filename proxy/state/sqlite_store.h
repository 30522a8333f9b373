// The state in a SQLite file: for one proxy, or several on one machine. Format:
// docs/formats/state.md.
//
//   SUDARE_ASSIGN_OR_RETURN(auto store, OpenSqliteStore({"/var/lib/sudare/state/state.sqlite"}));
#ifndef SUDARE_PROXY_STATE_SQLITE_STORE_H_
#define SUDARE_PROXY_STATE_SQLITE_STORE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "proxy/state/state_store.h"

namespace sudare {

struct SqliteStoreOptions {
  // On a local disk. File (mode 0600) and folder (0700) are made if missing; the folder must be
  // writable by its owner alone.
  std::string path;
  // What Now() tells.
  std::function<absl::Time()> clock = absl::Now;
  // How long to wait for a lock of another process.
  absl::Duration busy_timeout = absl::Seconds(2);
};

// Checks the whole file, and brings one of an older release up to date. kDataLoss: it is damaged.
// kFailedPrecondition: it is of a newer release or another program. kPermissionDenied: others may
// use it. kUnavailable.
//
// If the file is removed or replaced later, or its disk fails, every transaction is kUnavailable
// until a sound state is there again, which is then used. A missing or empty file is never made
// anew while the proxy runs: an empty state has forgotten who is connected.
absl::StatusOr<std::unique_ptr<StateStore>> OpenSqliteStore(SqliteStoreOptions options);

}  // namespace sudare

#endif  // SUDARE_PROXY_STATE_SQLITE_STORE_H_
