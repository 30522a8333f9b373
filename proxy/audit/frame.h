// Frame: the bytes that segments are made of. docs/formats/audit.md describes them.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_AUDIT_FRAME_H_
#define SUDARE_PROXY_AUDIT_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare::audit {

// BLAKE2b-256 (RFC 7693, unkeyed).
using Digest = std::array<unsigned char, 32>;

std::string ToHex(const Digest& digest);
absl::string_view ToBytes(const Digest& digest);
// Exactly 32 bytes, else nothing.
std::optional<Digest> DigestFromBytes(absl::string_view bytes);
// Exactly 64 hexadecimal digits, else nothing.
std::optional<Digest> DigestFromHex(absl::string_view hex);

// Where a chain stands: the last record's sequence and digest; before the first record zeros.
struct ChainHead {
  uint64_t sequence = 0;
  Digest digest{};

  bool operator==(const ChainHead& other) const {
    return sequence == other.sequence && digest == other.digest;
  }
};

// A segment starts with a header of 64 bytes:
//   magic "SUDARELG"  version u32 = 1  reserved u32 = 0  segment u64  sequence before u64  digest
//   before 32 bytes
// Integers are little-endian, here and below.
constexpr size_t kSegmentHeaderBytes = 64;

struct SegmentHeader {
  uint64_t segment = 0;
  ChainHead before;
};

std::string EncodeSegmentHeader(const SegmentHeader& header);
// Nothing if `bytes` isn't a header of this version.
std::optional<SegmentHeader> DecodeSegmentHeader(absl::string_view bytes);

// A frame: length u32, mark u32 (length XOR a constant of the kind), payload, BLAKE2b-256 of all
// before.
enum class FrameKind {
  // An AuditRecord.
  kRecord,
  // An AuditRecord that is the first of a write: all before it was durable when it was written.
  kBatchStart,
  // The segment's last frame; its payload is an encoded ChainHead.
  kSeal,
};

constexpr size_t kFramePrefixBytes = 8;
constexpr size_t kDigestBytes = 32;
constexpr size_t kMaxPayloadBytes = 16 << 20;

constexpr size_t FrameBytes(size_t payload_bytes) {
  return kFramePrefixBytes + payload_bytes + kDigestBytes;
}

struct FramePrefix {
  FrameKind kind = FrameKind::kRecord;
  uint32_t payload_bytes = 0;
};

// Nothing if length and mark don't fit together, or the length is out of range. Reads
// kFramePrefixBytes.
std::optional<FramePrefix> DecodeFramePrefix(absl::string_view bytes);

// The digest at the end of `frame` (a whole frame) if it is right, else nothing.
std::optional<Digest> CheckFrame(absl::string_view frame);

// Appends a frame whose payload is `payload_start` and `payload_rest`; returns its digest.
Digest AppendFrame(FrameKind kind, absl::string_view payload_start, absl::string_view payload_rest,
                   std::string* out);

// The payload of a seal.
std::string EncodeChainHead(const ChainHead& head);
std::optional<ChainHead> DecodeChainHead(absl::string_view bytes);
constexpr size_t kChainHeadBytes = 8 + kDigestBytes;

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_FRAME_H_
