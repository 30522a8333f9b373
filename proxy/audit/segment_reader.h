// SegmentReader: one segment, frame by frame, from its exact bytes. Checks each frame by itself;
// whether frames follow each other rightly is chain.h's business.
//
// Thread-safety: one thread at a time. The file may grow meanwhile.
// Memory: 1 MiB, and the largest frame (kMaxPayloadBytes) where there is one.
#ifndef SUDARE_PROXY_AUDIT_SEGMENT_READER_H_
#define SUDARE_PROXY_AUDIT_SEGMENT_READER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proxy/audit/frame.h"

namespace sudare::audit {

class SegmentReader {
 public:
  enum class Found {
    kRecord,
    kSeal,
    // Nothing more but zeros, if anything: room the writer keeps ready.
    kEnd,
    // The rest is what a crash leaves of a write that never became durable.
    kTorn,
    // The rest is something else.
    kDamaged,
  };
  struct Frame {
    Found found = Found::kEnd;
    // Of records and seals. Valid until the next call.
    absl::string_view payload;
    Digest digest{};
  };

  // kNotFound: no such file. kDataLoss: it doesn't start with a segment's header. kUnavailable: it
  // can't be read.
  static absl::StatusOr<std::unique_ptr<SegmentReader>> Open(const std::string& path);

  ~SegmentReader();
  SegmentReader(const SegmentReader&) = delete;
  SegmentReader& operator=(const SegmentReader&) = delete;

  const SegmentHeader& header() const { return header_; }
  // Records and seals move on; the other findings stay where they are, and a later call looks
  // again. kUnavailable: the file can't be read.
  absl::StatusOr<Frame> Next();

  // End of the last good frame.
  uint64_t offset() const { return offset_; }
  // Bytes of the file after it, when it was last looked at.
  uint64_t rest() const { return size_ > offset_ ? size_ - offset_ : 0; }

 private:
  explicit SegmentReader(int fd) : fd_(fd) {}

  absl::Status LookAtSize();
  // The file's bytes from `offset`, `bytes` of them or up to the end of the file. Valid until the
  // next call.
  absl::StatusOr<absl::string_view> Read(uint64_t offset, uint64_t bytes);
  // The frame at `offset`, empty if there is no good one.
  absl::StatusOr<absl::string_view> GoodFrameAt(uint64_t offset);
  // What the bytes after `offset_` are, given that they start with no good frame.
  absl::StatusOr<Found> ClassifyRest();
  absl::StatusOr<uint64_t> EndOfNonZeroBytes();
  absl::StatusOr<bool> HasLostSector(uint64_t end);
  absl::StatusOr<bool> HasLaterWrite(uint64_t end);

  const int fd_;
  SegmentHeader header_;
  uint64_t size_ = 0;
  uint64_t offset_ = kSegmentHeaderBytes;
  std::string buffer_;
  uint64_t buffer_offset_ = 0;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_SEGMENT_READER_H_
