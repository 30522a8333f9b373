// Reads a log's checkpoints back, without checking the chain.
#ifndef SUDARE_PROXY_AUDIT_CHECKPOINT_READER_H_
#define SUDARE_PROXY_AUDIT_CHECKPOINT_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/audit/checkpoint.h"

namespace sudare::audit {

// The log's last checkpoint; nothing if it has none. Reads backwards from the last segment until it
// finds one. kUnavailable, kDataLoss: a segment can't be read.
absl::StatusOr<std::optional<SignedCheckpoint>> LastCheckpoint(const std::string& folder);

// Those from `number` on, at most `limit`, in order; fewer if the log's folder doesn't go back so
// far. Reads from the segment they begin in. Errors: as above.
absl::StatusOr<std::vector<SignedCheckpoint>> CheckpointsFrom(const std::string& folder,
                                                              uint64_t number, size_t limit);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_CHECKPOINT_READER_H_
