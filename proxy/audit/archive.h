// Archive: moves the beginning of a log to another folder, with a signed note of it on both sides.
#ifndef SUDARE_PROXY_AUDIT_ARCHIVE_H_
#define SUDARE_PROXY_AUDIT_ARCHIVE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "proxy/audit/files.h"

namespace sudare::audit {

struct ArchiveOptions {
  // The log's folder, and the one that segments are moved to; made if it isn't there.
  std::string folder;
  std::string to;
  // Segments whose records are all older than this are moved.
  absl::Time before;
  // Who asked for it.
  std::string by;
  std::function<absl::Time()> clock = absl::Now;
  // Null: the real ones.
  AuditFiles* files = nullptr;
};

struct ArchiveResult {
  // None moved: last_segment is 0.
  uint64_t first_segment = 0;
  uint64_t last_segment = 0;
  // Up to this record.
  uint64_t last_record = 0;
  // Why older segments than `before` stayed; empty: none did.
  std::string stayed;
};

// Moves whole sealed segments, the oldest first; the last segment always stays. Works beside a
// running proxy. No segment leaves the log before its copy was read back and is durable, with a
// note of it on both sides, so that whatever ends this between two steps, nothing is lost, and the
// next call finishes what was begun. Segments stay whose records no checkpoint covers yet, or whose
// checkpoints an anchor lacks. kDataLoss: the log is damaged; nothing is moved.
// kFailedPrecondition: somebody else archives, or `to` holds something else. kUnavailable: files
// can't be read or written.
absl::StatusOr<ArchiveResult> Archive(const ArchiveOptions& options, const Ed25519PrivateKey& key);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_ARCHIVE_H_
