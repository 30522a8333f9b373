#include "proxy/audit/chain.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"

namespace sudare::audit {
namespace {

// Whether `record` may follow `head`. A record's own digest was right, so it is one that a log once
// held.
absl::Status CheckLink(uint64_t segment, const sudare::v1::AuditRecord& record,
                       const ChainHead& head) {
  const uint64_t expected = head.sequence + 1;
  if (record.sequence() > expected) {
    return Damage({DamageKind::kRemoved, segment, expected},
                  absl::StrCat("removed or moved: record ", record.sequence(), " stands here"));
  }
  if (record.sequence() < expected) {
    return Damage({DamageKind::kReordered, segment, expected},
                  absl::StrCat("record ", record.sequence(), " stands here, repeated or moved"));
  }
  if (record.previous_hash() != ToBytes(head.digest)) {
    return Damage({DamageKind::kReplaced, segment, expected},
                  "doesn't follow the record before it: one of the two was replaced");
  }
  return absl::OkStatus();
}

absl::Status CheckSeal(uint64_t segment, const SegmentReader& reader, absl::string_view payload,
                       const ChainHead& head) {
  const std::optional<ChainHead> sealed = DecodeChainHead(payload);
  if (!sealed.has_value() || !(*sealed == head)) {
    return Damage({DamageKind::kRemoved, segment},
                  absl::StrCat("its seal doesn't follow record ", head.sequence,
                               ": records before the seal were removed or replaced"));
  }
  if (reader.rest() != 0) {
    return Damage({DamageKind::kChanged, segment},
                  absl::StrCat(reader.rest(), " bytes were added after its seal"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSegmentHeader(const SegmentReader& reader, uint64_t number,
                                const ChainHead& before) {
  const SegmentHeader& header = reader.header();
  if (header.segment != number) {
    return Damage(
        {DamageKind::kReplaced, number},
        absl::StrCat("holds segment ", header.segment, ": files were renamed or replaced"));
  }
  if (!(header.before == before)) {
    return Damage({DamageKind::kReplaced, number},
                  absl::StrCat("starts after record ", header.before.sequence,
                               " of another history, but record ", before.sequence,
                               " ends the segment before it: records were removed or replaced"));
  }
  return absl::OkStatus();
}

absl::StatusOr<SegmentEnd> CheckRecords(SegmentReader& reader, ChainHead* head,
                                        const RecordVisitor& visit) {
  const uint64_t segment = reader.header().segment;
  sudare::v1::AuditRecord record;
  while (true) {
    SUDARE_ASSIGN_OR_RETURN(const SegmentReader::Frame frame, reader.Next());
    switch (frame.found) {
      case SegmentReader::Found::kEnd:
        return SegmentEnd::kOpen;
      case SegmentReader::Found::kTorn:
        return SegmentEnd::kTorn;
      case SegmentReader::Found::kDamaged:
        return SegmentEnd::kDamaged;
      case SegmentReader::Found::kSeal:
        SUDARE_RETURN_IF_ERROR(CheckSeal(segment, reader, frame.payload, *head));
        return SegmentEnd::kSealed;
      case SegmentReader::Found::kRecord:
        break;
    }
    if (!record.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size()))) {
      return Damage({DamageKind::kChanged, segment, head->sequence + 1}, "is no audit record");
    }
    SUDARE_RETURN_IF_ERROR(CheckLink(segment, record, *head));
    *head = ChainHead{record.sequence(), frame.digest};
    if (visit) SUDARE_RETURN_IF_ERROR(visit(record, frame.digest));
  }
}

absl::Status DamageAtEnd(const SegmentReader& reader, const ChainHead& head) {
  return Damage({DamageKind::kChanged, reader.header().segment, head.sequence + 1},
                absl::StrCat("changed, partly cut out, or added by another hand (at byte ",
                             reader.offset(), ")"));
}

absl::StatusOr<ChainHead> ReadSeal(const std::string& path) {
  std::string frame(FrameBytes(kChainHeadBytes), '\0');
  std::ifstream file(path, std::ios::binary);
  file.seekg(-static_cast<std::streamoff>(frame.size()), std::ios::end);
  if (!file.read(&frame[0], static_cast<std::streamsize>(frame.size()))) {
    return absl::NotFoundError("no seal");
  }
  const std::optional<FramePrefix> prefix = DecodeFramePrefix(frame);
  if (!prefix.has_value() || prefix->kind != FrameKind::kSeal || !CheckFrame(frame).has_value()) {
    return absl::NotFoundError("no seal");
  }
  return *DecodeChainHead(absl::string_view(frame).substr(kFramePrefixBytes, kChainHeadBytes));
}

}  // namespace sudare::audit
