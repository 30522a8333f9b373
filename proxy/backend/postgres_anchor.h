// PostgresAnchor: an anchor (proxy/audit/anchor.h) that is a table in PostgreSQL, in another
// database than the one that is queried. docs/audit.md has the SQL that makes it.
//
// Its role may read and add rows, nothing else: who has the proxy's passwords can't change or
// remove what is there. A role that could is refused.
#ifndef SUDARE_PROXY_BACKEND_POSTGRES_ANCHOR_H_
#define SUDARE_PROXY_BACKEND_POSTGRES_ANCHOR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/audit/anchor.h"

namespace sudare {

struct PostgresAnchorOptions {
  // As in checkpoints (audit::IsAnchorName); several logs may share a table under different names.
  std::string name;
  // libpq connection string.
  std::string connection;
  // For connecting, and for each statement.
  absl::Duration timeout = absl::Seconds(5);
};

// Connects when it is used, and again after an error.
std::unique_ptr<audit::Anchor> MakePostgresAnchor(const PostgresAnchorOptions& options);

// All rows of an anchor, by any role that may read them. kUnavailable: they can't be read.
absl::StatusOr<audit::AnchorLines> ReadPostgresAnchor(const PostgresAnchorOptions& options);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_POSTGRES_ANCHOR_H_
