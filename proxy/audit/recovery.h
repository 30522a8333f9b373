// Recovery: finds where a log is to be continued, whatever ended its last writer.
#ifndef SUDARE_PROXY_AUDIT_RECOVERY_H_
#define SUDARE_PROXY_AUDIT_RECOVERY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "proxy/audit/archive_note.h"
#include "proxy/audit/segment_writer.h"

namespace sudare::audit {

struct Recovery {
  LogEnd end;
  // What a crash left behind `end`, in words for the log; empty: nothing.
  std::string torn;
  // What tells of the segments archived last, if any were; its signature wasn't looked at.
  std::optional<ArchiveNote> archived;
};

// Reads the last segment whole, of those before it only the last seal; VerifyAuditLog reads
// everything. Changes nothing. kDataLoss: what is read was altered. kUnavailable: it can't be read.
absl::StatusOr<Recovery> FindLogEnd(const std::string& folder);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_RECOVERY_H_
