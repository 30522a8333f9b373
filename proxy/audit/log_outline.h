// LogOutline: how large and how old a log is, and whether its end is whole, without reading all of
// it.
#ifndef SUDARE_PROXY_AUDIT_LOG_OUTLINE_H_
#define SUDARE_PROXY_AUDIT_LOG_OUTLINE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sudare::audit {

struct LogOutline {
  uint64_t records = 0;
  uint64_t segments = 0;
  // Of all segments, without the room that is kept ready in the last.
  uint64_t bytes = 0;
  // Of the first and the last record; the epoch if there is none.
  absl::Time oldest;
  absl::Time newest;
  // What a crash left behind the last record; never set while a writer is at work.
  uint64_t torn_bytes = 0;
  // A writer holds the log.
  bool is_in_use = false;
};

// Reads the last segment whole, as a writer does before it goes on, and of the others little. May
// run while the log is being written. kNotFound: no such folder. kUnavailable: a file can't be
// read. kDataLoss: what was read was altered.
absl::StatusOr<LogOutline> ReadLogOutline(const std::string& folder);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_LOG_OUTLINE_H_
