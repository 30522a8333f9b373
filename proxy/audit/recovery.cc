#include "proxy/audit/recovery.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/chain.h"
#include "proxy/audit/files.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {
namespace {

std::string PathOf(const std::string& folder, uint64_t number) {
  return absl::StrCat(folder, "/", SegmentName(number));
}

// The chain's head before segment `number`.
absl::StatusOr<ChainHead> HeadBefore(const std::string& folder, uint64_t number) {
  if (number == 1) return ChainHead{};
  auto head = ReadSeal(PathOf(folder, number - 1));
  if (!absl::IsNotFound(head.status())) return head;
  return SegmentDamage(number - 1, "truncated: other segments follow, but its seal is missing");
}

absl::StatusOr<std::unique_ptr<SegmentReader>> OpenSegment(const std::string& folder,
                                                           uint64_t number) {
  auto reader = SegmentReader::Open(PathOf(folder, number));
  if (!absl::IsDataLoss(reader.status())) return reader;
  return SegmentDamage(number, reader.status().message());
}

absl::StatusOr<Recovery> FindEndInSegment(const std::string& folder, uint64_t number) {
  SUDARE_ASSIGN_OR_RETURN(ChainHead head, HeadBefore(folder, number));
  SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, number));
  SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, number, head));
  SUDARE_ASSIGN_OR_RETURN(const SegmentEnd found, CheckRecords(*reader, &head, nullptr));
  Recovery recovery;
  switch (found) {
    case SegmentEnd::kDamaged:
      return DamageAtEnd(*reader, head);
    case SegmentEnd::kSealed:
      return SegmentDamage(number + 1, "is missing");
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
absl::StatusOr<bool> IsHalfRotated(const std::string& folder, uint64_t last) {
  if (last == 1 || ReadSeal(PathOf(folder, last - 1)).ok()) return false;
  SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, last));
  SUDARE_ASSIGN_OR_RETURN(const SegmentReader::Frame frame, reader->Next());
  return frame.found == SegmentReader::Found::kEnd;
}

}  // namespace

absl::StatusOr<Recovery> FindLogEnd(const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, ListSegments(folder));
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] != i + 1) return SegmentDamage(i + 1, "is missing");
  }
  if (numbers.empty()) return Recovery{};
  const uint64_t last = numbers.back();
  SUDARE_ASSIGN_OR_RETURN(const bool half_rotated, IsHalfRotated(folder, last));
  if (!half_rotated) return FindEndInSegment(folder, last);

  SUDARE_ASSIGN_OR_RETURN(Recovery recovery, FindEndInSegment(folder, last - 1));
  SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(folder, last));
  SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, last, recovery.end.head));
  recovery.end.must_rotate = true;
  return recovery;
}

}  // namespace sudare::audit
