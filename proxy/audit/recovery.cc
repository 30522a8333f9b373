#include "proxy/audit/recovery.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/archive_note.h"
#include "proxy/audit/chain.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/files.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {
namespace {

std::string PathOf(const std::string& folder, uint64_t number) {
  return absl::StrCat(folder, "/", SegmentName(number));
}

absl::StatusOr<std::unique_ptr<SegmentReader>> OpenSegment(const std::string& folder,
                                                           uint64_t number) {
  auto reader = SegmentReader::Open(PathOf(folder, number));
  if (!absl::IsDataLoss(reader.status())) return reader;
  return Damage({DamageKind::kChanged, number}, reader.status().message());
}

// The chain's head before segment `number`, of those from `first` on.
absl::StatusOr<ChainHead> HeadBefore(const std::string& folder, uint64_t number, uint64_t first) {
  if (number == 1) return ChainHead{};
  if (number == first) {
    SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, number));
    return reader->header().before;
  }
  auto head = ReadSeal(PathOf(folder, number - 1));
  if (!absl::IsNotFound(head.status())) return head;
  return Damage({DamageKind::kTruncated, number - 1},
                "truncated: other segments follow, but its seal is missing");
}

absl::StatusOr<Recovery> FindEndInSegment(const std::string& folder, uint64_t number,
                                          uint64_t first) {
  SUDARE_ASSIGN_OR_RETURN(ChainHead head, HeadBefore(folder, number, first));
  SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, number));
  SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, number, head));
  SUDARE_ASSIGN_OR_RETURN(const SegmentEnd found, CheckRecords(*reader, &head, nullptr));
  Recovery recovery;
  switch (found) {
    case SegmentEnd::kDamaged:
      return DamageAtEnd(*reader, head);
    case SegmentEnd::kSealed:
      return Damage({DamageKind::kSegmentMissing, number + 1}, "is missing");
    case SegmentEnd::kTorn:
      recovery.torn =
          absl::StrCat("dropped ", reader->rest(), " bytes after record ", head.sequence,
                       " in segment ", SegmentName(number), ": a write that was never finished");
      break;
    case SegmentEnd::kOpen:
      break;
  }
  recovery.end = LogEnd{number, reader->offset(), head, /*must_rotate=*/false};
  return recovery;
}

// Whether the last segment was begun, but the one before it not sealed yet when the writer ended.
absl::StatusOr<bool> IsHalfRotated(const std::string& folder, uint64_t last, uint64_t first) {
  if (last == first || ReadSeal(PathOf(folder, last - 1)).ok()) return false;
  SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, last));
  SUDARE_ASSIGN_OR_RETURN(const SegmentReader::Frame frame, reader->Next());
  return frame.found == SegmentReader::Found::kEnd;
}

}  // namespace

absl::StatusOr<Recovery> FindLogEnd(const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, ListSegments(folder));
  SUDARE_ASSIGN_OR_RETURN(const std::vector<SignedArchiveNote> notes,
                          ReadArchiveNotes(folder, ArchiveNote::Side::kLog));
  // Segments are archived from the first on, while the last one always stays.
  const uint64_t archived = notes.empty() ? 0 : notes.back().note.last_segment;
  uint64_t first = 1;
  if (!numbers.empty()) first = std::max<uint64_t>(1, std::min(numbers[0], archived + 1));
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] != first + i) {
      return Damage({DamageKind::kSegmentMissing, first + i}, "is missing");
    }
  }
  if (numbers.empty()) {
    if (archived != 0) return Damage({DamageKind::kSegmentMissing, archived + 1}, "is missing");
    return Recovery{};
  }
  Recovery recovery;
  const uint64_t last = numbers.back();
  SUDARE_ASSIGN_OR_RETURN(const bool half_rotated, IsHalfRotated(folder, last, first));
  if (half_rotated) {
    SUDARE_ASSIGN_OR_RETURN(recovery, FindEndInSegment(folder, last - 1, first));
    SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, last));
    SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, last, recovery.end.head));
    recovery.end.must_rotate = true;
  } else {
    SUDARE_ASSIGN_OR_RETURN(recovery, FindEndInSegment(folder, last, first));
  }
  if (!notes.empty()) recovery.archived = notes.back().note;
  return recovery;
}

}  // namespace sudare::audit
