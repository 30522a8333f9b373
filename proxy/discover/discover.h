// Discover: reads a database's schema, comments and a sample of its content, and says of every
// column what kind of data it seems to hold.
#ifndef SUDARE_PROXY_DISCOVER_DISCOVER_H_
#define SUDARE_PROXY_DISCOVER_DISCOVER_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/backend/backend.h"
#include "proxy/discover/column_sample.h"
#include "proxy/discover/outline.h"
#include "proxy/discover/relations.h"

namespace sudare::discover {

struct DiscoverOptions {
  // Empty: all but the system's.
  std::vector<std::string> schemas;
  SampleLimits limits;
  std::function<bool()> cancelled;
  // Before each table: how many are done, of how many, and its name.
  std::function<void(size_t done, size_t of, const std::string& table)> progress;
};

struct Discovery {
  Outline outline;
  // Of every column.
  Findings findings;
  // Tables without a sample, and why: judged by names and comments alone.
  std::map<size_t, std::string> unread;

  const ColumnFinding& At(size_t table, size_t column) const {
    return findings.at({table, column});
  }
};

// Sessions of the backend are read-only. At most one table's sample is in memory at a time; what is
// kept of it are counts, hashes and shapes. Errors: kUnavailable, kCancelled, kNotFound (no
// tables); others concern single tables and are in `unread`.
absl::StatusOr<Discovery> Discover(Backend& backend, const DiscoverOptions& options);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_DISCOVER_H_
