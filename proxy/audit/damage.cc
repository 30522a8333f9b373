#include "proxy/audit/damage.h"

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "proxy/audit/files.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kPayload = "sudare/audit-damage";

}  // namespace

absl::string_view DamageName(DamageKind kind) {
  switch (kind) {
    case DamageKind::kChanged:
      return "changed";
    case DamageKind::kRemoved:
      return "removed";
    case DamageKind::kReordered:
      return "reordered";
    case DamageKind::kReplaced:
      return "replaced";
    case DamageKind::kTruncated:
      return "truncated";
    case DamageKind::kSegmentMissing:
      return "segment_missing";
    case DamageKind::kRewritten:
      return "rewritten";
    case DamageKind::kForgedCheckpoint:
      return "forged_checkpoint";
    case DamageKind::kUnknownKey:
      return "unknown_key";
    case DamageKind::kCheckpointsAltered:
      return "checkpoints_altered";
    case DamageKind::kUncovered:
      return "uncovered";
    case DamageKind::kRolledBack:
      return "rolled_back";
    case DamageKind::kAnchorDamaged:
      return "anchor_damaged";
    case DamageKind::kAnchorForged:
      return "anchor_forged";
    case DamageKind::kAnchorLinesRemoved:
      return "anchor_lines_removed";
    case DamageKind::kAnchorOfAnotherLog:
      return "anchor_of_another_log";
    case DamageKind::kArchiveNote:
      return "archive_note";
  }
  return "";
}

absl::Status Damage(const DamagePlace& place, absl::string_view what) {
  std::vector<std::string> where;
  if (place.segment != 0)
    where.push_back(absl::StrCat("segment `", SegmentName(place.segment), "`"));
  if (place.record != 0) where.push_back(absl::StrCat("record ", place.record));
  absl::Status status = absl::DataLossError(
      absl::StrCat("audit log: ", absl::StrJoin(where, ", "), where.empty() ? "" : ": ", what));
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(static_cast<int>(place.kind), " ",
                                                      place.segment, " ", place.record)));
  return status;
}

std::optional<DamagePlace> DamageOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(std::string(*payload), ' ');
  DamagePlace place;
  int kind = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &kind) ||
      !absl::SimpleAtoi(parts[1], &place.segment) || !absl::SimpleAtoi(parts[2], &place.record)) {
    return std::nullopt;
  }
  place.kind = static_cast<DamageKind>(kind);
  return place;
}

}  // namespace sudare::audit
