// Damage: what can be wrong with an audit log, as a kind, a place and words.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_AUDIT_DAMAGE_H_
#define SUDARE_PROXY_AUDIT_DAMAGE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sudare::audit {

enum class DamageKind {
  // Bytes of a record, header or seal differ from what was written, or were added.
  kChanged,
  // Records that were there once are missing, or stand elsewhere.
  kRemoved,
  kReordered,
  // Something of another history stands here.
  kReplaced,
  kTruncated,
  kSegmentMissing,
  // The hashes fit each other, but not what was signed.
  kRewritten,
  kForgedCheckpoint,
  kUnknownKey,
  // Checkpoints are missing, or those of another log stand here.
  kCheckpointsAltered,
  // Records that no checkpoint covers, longer than the log leaves any uncovered.
  kUncovered,
  // An anchor knows more than the log.
  kRolledBack,
  kAnchorDamaged,
  kAnchorForged,
  // Lines that the anchor had are missing.
  kAnchorLinesRemoved,
  kAnchorOfAnotherLog,
  // What tells that older segments were archived doesn't fit.
  kArchiveNote,
};

// "rolled_back": for programs.
absl::string_view DamageName(DamageKind kind);

struct DamagePlace {
  DamageKind kind = DamageKind::kChanged;
  // 0: not in a segment, or not at a record.
  uint64_t segment = 0;
  uint64_t record = 0;
};

// kDataLoss "audit log: segment `00000007.audit`, record 12: <what>"; with 0 the part is left out.
absl::Status Damage(const DamagePlace& place, absl::string_view what);
// Nothing if `status` isn't one of these.
std::optional<DamagePlace> DamageOf(const absl::Status& status);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_DAMAGE_H_
