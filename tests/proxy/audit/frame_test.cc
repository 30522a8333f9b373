#include "proxy/audit/frame.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::audit {
namespace {

TEST(FrameTest, HasTheBytesOfTheFormatPage) {
  std::string frame;
  const Digest digest = AppendFrame(FrameKind::kBatchStart, "ab", "c", &frame);
  EXPECT_EQ(frame.size(), FrameBytes(3));
  EXPECT_EQ(absl::BytesToHexString(frame.substr(0, 11)), "03000000a0577cb4616263");
  EXPECT_EQ(frame.substr(11), ToBytes(digest));
  // BLAKE2b-256 of those 11 bytes, computed with Python's hashlib.
  EXPECT_EQ(ToHex(digest), "9040bb742742ec0310197c6b3ffa102cb0fa604b6633818a79883aac85ea9fa2");
}

TEST(FrameTest, ReadsWhatItWrote) {
  for (FrameKind kind : {FrameKind::kRecord, FrameKind::kBatchStart}) {
    std::string frame;
    const Digest digest = AppendFrame(kind, "payload", {}, &frame);
    const std::optional<FramePrefix> prefix = DecodeFramePrefix(frame);
    ASSERT_TRUE(prefix.has_value());
    EXPECT_EQ(prefix->kind, kind);
    EXPECT_EQ(prefix->payload_bytes, 7u);
    EXPECT_EQ(CheckFrame(frame), digest);
  }
}

TEST(FrameTest, ASealHoldsAChainHeadAndNothingElse) {
  std::string seal;
  const ChainHead head{77, Digest{1, 2, 3}};
  AppendFrame(FrameKind::kSeal, EncodeChainHead(head), {}, &seal);
  ASSERT_TRUE(DecodeFramePrefix(seal).has_value());
  const auto payload = absl::string_view(seal).substr(kFramePrefixBytes, kChainHeadBytes);
  EXPECT_EQ(DecodeChainHead(payload), head);
  std::string other;
  AppendFrame(FrameKind::kSeal, "x", {}, &other);
  EXPECT_FALSE(DecodeFramePrefix(other).has_value());
}

TEST(FrameTest, KnowsZerosAndTooLongFramesForNoFrame) {
  EXPECT_FALSE(DecodeFramePrefix(std::string(8, '\0')).has_value());
  EXPECT_FALSE(DecodeFramePrefix(std::string(8, '\xff')).has_value());
}

TEST(FrameTest, ReadsAHeaderOnlyIfEveryByteIsRight) {
  const std::string header = EncodeSegmentHeader({3, ChainHead{77, Digest{9}}});
  ASSERT_EQ(header.size(), kSegmentHeaderBytes);
  const std::optional<SegmentHeader> read = DecodeSegmentHeader(header);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->segment, 3u);
  EXPECT_EQ(read->before.sequence, 77u);
  for (size_t i = 0; i < 16; ++i) {
    std::string changed = header;
    changed[i] ^= 1;
    EXPECT_FALSE(DecodeSegmentHeader(changed).has_value()) << i;
  }
  EXPECT_FALSE(DecodeSegmentHeader(header.substr(1)).has_value());
}

TEST(FrameTest, ReadsDigestsFromHexadecimalOnly) {
  EXPECT_TRUE(DigestFromHex(std::string(64, 'f')).has_value());
  EXPECT_FALSE(DigestFromHex(std::string(63, 'f')).has_value());
  EXPECT_FALSE(DigestFromHex(std::string(64, 'g')).has_value());
}

}  // namespace
}  // namespace sudare::audit
