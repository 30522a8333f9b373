// QueryObserver: is told how queries end, for counting them.
#ifndef SUDARE_PROXY_QUERY_QUERY_OBSERVER_H_
#define SUDARE_PROXY_QUERY_QUERY_OBSERVER_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sudare {

// Thread-safety: called by any thread. Must not block.
class QueryObserver {
 public:
  virtual ~QueryObserver() = default;
  // `elapsed` is unset for a query that was refused before it ran.
  virtual void OnQueryEnd(absl::StatusCode code, uint64_t rows,
                          std::optional<absl::Duration> elapsed) = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_QUERY_OBSERVER_H_
