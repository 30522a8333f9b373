#include "proxy/audit/frame.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kMagic = "SUDARELG";
constexpr uint32_t kVersion = 1;

template <typename Integer>
void PutInteger(Integer value, std::string* out) {
  for (size_t i = 0; i < sizeof(Integer); ++i) {
    out->push_back(static_cast<char>(value >> (8 * i)));
  }
}

template <typename Integer>
Integer GetInteger(absl::string_view bytes) {
  Integer value = 0;
  for (size_t i = 0; i < sizeof(Integer); ++i) {
    value |= static_cast<Integer>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

uint32_t MarkOf(FrameKind kind) {
  switch (kind) {
    case FrameKind::kRecord:
      return 0x5ad04ec0;
    case FrameKind::kBatchStart:
      return 0xb47c57a3;
    case FrameKind::kSeal:
      return 0x2e89f1d6;
  }
  return 0;
}

Digest Hash(absl::string_view bytes) {
  Digest digest;
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return digest;
}

}  // namespace

absl::string_view ToBytes(const Digest& digest) {
  return absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

std::string ToHex(const Digest& digest) { return absl::BytesToHexString(ToBytes(digest)); }

std::optional<Digest> DigestFromBytes(absl::string_view bytes) {
  if (bytes.size() != kDigestBytes) return std::nullopt;
  Digest digest;
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

std::optional<Digest> DigestFromHex(absl::string_view hex) {
  if (hex.size() != 2 * kDigestBytes ||
      !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return std::nullopt;
  }
  return DigestFromBytes(absl::HexStringToBytes(hex));
}

std::string EncodeSegmentHeader(const SegmentHeader& header) {
  std::string bytes(kMagic);
  PutInteger<uint32_t>(kVersion, &bytes);
  PutInteger<uint32_t>(0, &bytes);
  PutInteger<uint64_t>(header.segment, &bytes);
  return bytes + EncodeChainHead(header.before);
}

std::optional<SegmentHeader> DecodeSegmentHeader(absl::string_view bytes) {
  if (bytes.size() != kSegmentHeaderBytes) return std::nullopt;
  SegmentHeader header;
  header.segment = GetInteger<uint64_t>(bytes.substr(16));
  const std::optional<ChainHead> before = DecodeChainHead(bytes.substr(24));
  if (!before.has_value()) return std::nullopt;
  header.before = *before;
  // Every byte of a header follows from these fields, so comparing it whole leaves none that could
  // be changed.
  if (EncodeSegmentHeader(header) != bytes) return std::nullopt;
  return header;
}

std::optional<FramePrefix> DecodeFramePrefix(absl::string_view bytes) {
  const uint32_t length = GetInteger<uint32_t>(bytes);
  const uint32_t mark = GetInteger<uint32_t>(bytes.substr(4)) ^ length;
  if (length == 0 || length > kMaxPayloadBytes) return std::nullopt;
  for (FrameKind kind : {FrameKind::kRecord, FrameKind::kBatchStart, FrameKind::kSeal}) {
    if (mark != MarkOf(kind)) continue;
    if (kind == FrameKind::kSeal && length != kChainHeadBytes) return std::nullopt;
    return FramePrefix{kind, length};
  }
  return std::nullopt;
}

std::optional<Digest> CheckFrame(absl::string_view frame) {
  const Digest digest = Hash(frame.substr(0, frame.size() - kDigestBytes));
  if (ToBytes(digest) != frame.substr(frame.size() - kDigestBytes)) return std::nullopt;
  return digest;
}

Digest AppendFrame(FrameKind kind, absl::string_view payload_start, absl::string_view payload_rest,
                   std::string* out) {
  const size_t begin = out->size();
  const uint32_t length = static_cast<uint32_t>(payload_start.size() + payload_rest.size());
  PutInteger<uint32_t>(length, out);
  PutInteger<uint32_t>(length ^ MarkOf(kind), out);
  out->append(payload_start.data(), payload_start.size());
  out->append(payload_rest.data(), payload_rest.size());
  const Digest digest = Hash(absl::string_view(*out).substr(begin));
  out->append(ToBytes(digest).data(), kDigestBytes);
  return digest;
}

std::string EncodeChainHead(const ChainHead& head) {
  std::string bytes;
  PutInteger<uint64_t>(head.sequence, &bytes);
  bytes.append(ToBytes(head.digest).data(), kDigestBytes);
  return bytes;
}

std::optional<ChainHead> DecodeChainHead(absl::string_view bytes) {
  if (bytes.size() != kChainHeadBytes) return std::nullopt;
  ChainHead head;
  head.sequence = GetInteger<uint64_t>(bytes);
  std::memcpy(head.digest.data(), bytes.data() + 8, kDigestBytes);
  return head;
}

}  // namespace sudare::audit
