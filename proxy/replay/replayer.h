// Replayer: runs a query on record again, over a copy of the database as it was then, and tells
// whether the account would be shown the same.
//
// It goes the way of every query (proxy/query/pipeline), as the account, its role and its window
// were, but for the door: nobody logs in, and no windows, budgets or pledges of today are asked.
// Rows are digested and dropped. Nothing is written: neither to the database, whose sessions are
// pinned and read-only as always, nor to a log.
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_REPLAY_REPLAYER_H_
#define SUDARE_PROXY_REPLAY_REPLAYER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "proto/config.pb.h"
#include "proto/replay.pb.h"
#include "proxy/audit/sealed_statement.h"
#include "proxy/replay/recorded_runs.h"

namespace sudare::replay {

struct ReplayOptions {
  // libpq connection string of the copy.
  std::string database;
  // Of the proxy that wrote the log: values are shown in it.
  std::string time_zone = "UTC";
  // Statements run as the policy's database roles; false: as the connection's own user, where the
  // copy lacks the roles.
  bool uses_database_roles = true;
  std::shared_ptr<const Policy> policy;
  // The keyring as it was while this was its primary key (policy/keyring_as_of.h); 0: as it is.
  // Null: there is none, and results have no digests.
  std::function<absl::StatusOr<std::shared_ptr<const Keyring>>(uint32_t)> keyring;
  // Unset: only statements without literals can be run.
  std::optional<audit::ReplayKey> key;
  // Of the same proxy, for roles that set no limits.
  sudare::v1::Defaults defaults;
  // Polled; true ends the query that runs.
  std::function<bool()> cancelled;
};

class Replayer {
 public:
  // Reads the catalog. kUnavailable and other errors of Backend.
  static absl::StatusOr<std::unique_ptr<Replayer>> Make(ReplayOptions options);
  virtual ~Replayer() = default;

  virtual sudare::v1::ReplayedQuery Replay(const RecordedRun& run) = 0;
};

}  // namespace sudare::replay

#endif  // SUDARE_PROXY_REPLAY_REPLAYER_H_
