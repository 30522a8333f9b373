// Chain: do a segment's records follow each other, and the segments before them?
//
// Thread-safety: pure but for the reader.
#ifndef SUDARE_PROXY_AUDIT_CHAIN_H_
#define SUDARE_PROXY_AUDIT_CHAIN_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/audit.pb.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {

enum class SegmentEnd {
  // By its seal: another segment follows.
  kSealed,
  // Between two records, as the segment in use does.
  kOpen,
  // In a write that never became durable.
  kTorn,
  // In bytes that are no frame and that no crash explains; DamageAtEnd() says it in words.
  kDamaged,
};

// A bad status ends the reading, and is its result.
using RecordVisitor = std::function<absl::Status(const sudare::v1::AuditRecord&, const Digest&)>;

// kDataLoss: the header isn't that of segment `number` after `before`.
absl::Status CheckSegmentHeader(const SegmentReader& reader, uint64_t number,
                                const ChainHead& before);

// Reads on from where `reader` stands, whose predecessor is `head`, and moves `head` along. May be
// called again after kOpen, kTorn or kDamaged, to look at what was written since. kDataLoss:
// removed, reordered or replaced; the message names segment and record. kUnavailable: unreadable.
absl::StatusOr<SegmentEnd> CheckRecords(SegmentReader& reader, ChainHead* head,
                                        const RecordVisitor& visit);

// kDataLoss, for kDamaged.
absl::Status DamageAtEnd(const SegmentReader& reader, const ChainHead& head);

// The chain's head as the seal at the end of the file says; for finding it without reading the
// whole segment. kNotFound: the file has no seal at its end.
absl::StatusOr<ChainHead> ReadSeal(const std::string& path);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_CHAIN_H_
