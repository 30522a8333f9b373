#include "proxy/audit/segment_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"

namespace sudare::audit {
namespace {

constexpr uint64_t kReadBytes = 1 << 20;
// The least that a disk writes at once.
constexpr uint64_t kSectorBytes = 512;
// No write of the log is longer: a batch, and one record that may exceed it.
constexpr uint64_t kMaxTornBytes = (1 << 20) + FrameBytes(kMaxPayloadBytes);

absl::Status CantRead(int error) {
  return absl::UnavailableError(absl::StrCat("can't read a segment of the audit log: ",
                                             std::generic_category().message(error)));
}

bool AllZero(absl::string_view bytes) { return bytes.find_first_not_of('\0') == bytes.npos; }

}  // namespace

absl::StatusOr<std::unique_ptr<SegmentReader>> SegmentReader::Open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno != ENOENT) return CantRead(errno);
    return absl::NotFoundError(absl::StrCat("no file `", path, "`"));
  }
  std::unique_ptr<SegmentReader> reader(new SegmentReader(fd));
  SUDARE_RETURN_IF_ERROR(reader->LookAtSize());
  SUDARE_ASSIGN_OR_RETURN(absl::string_view bytes, reader->Read(0, kSegmentHeaderBytes));
  const std::optional<SegmentHeader> header = DecodeSegmentHeader(bytes);
  if (!header.has_value()) return absl::DataLossError("its header was changed");
  reader->header_ = *header;
  return reader;
}

SegmentReader::~SegmentReader() { close(fd_); }

absl::Status SegmentReader::LookAtSize() {
  struct stat status;
  if (fstat(fd_, &status) != 0) return CantRead(errno);
  size_ = std::max(static_cast<uint64_t>(status.st_size), offset_);
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> SegmentReader::Read(uint64_t offset, uint64_t bytes) {
  const bool starts_inside = offset >= buffer_offset_ && offset - buffer_offset_ <= buffer_.size();
  if (!starts_inside) buffer_.clear();
  if (buffer_.empty()) buffer_offset_ = offset;
  if (offset + bytes > buffer_offset_ + buffer_.size()) {
    buffer_.erase(0, offset - buffer_offset_);
    buffer_offset_ = offset;
    size_t have = buffer_.size();
    const uint64_t left = size_ > offset ? size_ - offset : 0;
    buffer_.resize(std::max(bytes, std::min(left, kReadBytes)));
    while (have < bytes) {
      const ssize_t got = pread(fd_, &buffer_[have], buffer_.size() - have,
                                static_cast<off_t>(buffer_offset_ + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        const int error = errno;
        buffer_.clear();
        return CantRead(error);
      }
      if (got == 0) break;
      have += static_cast<size_t>(got);
    }
    buffer_.resize(have);
  }
  return absl::string_view(buffer_).substr(offset - buffer_offset_, bytes);
}

absl::StatusOr<absl::string_view> SegmentReader::GoodFrameAt(uint64_t offset) {
  SUDARE_ASSIGN_OR_RETURN(absl::string_view start, Read(offset, kFramePrefixBytes));
  if (start.size() < kFramePrefixBytes) return absl::string_view();
  const std::optional<FramePrefix> prefix = DecodeFramePrefix(start);
  if (!prefix.has_value()) return absl::string_view();
  SUDARE_ASSIGN_OR_RETURN(absl::string_view frame, Read(offset, FrameBytes(prefix->payload_bytes)));
  if (frame.size() < FrameBytes(prefix->payload_bytes)) return absl::string_view();
  return CheckFrame(frame).has_value() ? frame : absl::string_view();
}

absl::StatusOr<SegmentReader::Frame> SegmentReader::Next() {
  SUDARE_ASSIGN_OR_RETURN(absl::string_view bytes, GoodFrameAt(offset_));
  if (bytes.empty()) {
    // The writer may have gone on since the buffer was filled.
    buffer_.clear();
    SUDARE_RETURN_IF_ERROR(LookAtSize());
    SUDARE_ASSIGN_OR_RETURN(bytes, GoodFrameAt(offset_));
  }
  Frame frame;
  if (bytes.empty()) {
    SUDARE_ASSIGN_OR_RETURN(frame.found, ClassifyRest());
    return frame;
  }
  const bool is_seal = DecodeFramePrefix(bytes)->kind == FrameKind::kSeal;
  frame.found = is_seal ? Found::kSeal : Found::kRecord;
  frame.payload = bytes.substr(kFramePrefixBytes, bytes.size() - FrameBytes(0));
  frame.digest = *DigestFromBytes(bytes.substr(bytes.size() - kDigestBytes));
  offset_ += bytes.size();
  // A segment loses the room kept ready in it just before it is sealed.
  if (is_seal) SUDARE_RETURN_IF_ERROR(LookAtSize());
  return frame;
}

absl::StatusOr<SegmentReader::Found> SegmentReader::ClassifyRest() {
  SUDARE_ASSIGN_OR_RETURN(const uint64_t end, EndOfNonZeroBytes());
  if (end <= offset_) return Found::kEnd;
  if (end - offset_ < kFramePrefixBytes) return Found::kTorn;
  SUDARE_ASSIGN_OR_RETURN(absl::string_view start, Read(offset_, kFramePrefixBytes));
  const std::optional<FramePrefix> prefix = DecodeFramePrefix(start);
  // The written bytes stop inside the frame: the usual torn tail.
  if (prefix.has_value() && offset_ + FrameBytes(prefix->payload_bytes) > end) return Found::kTorn;
  // A power cut may also lose sectors in the midst of a write and keep later ones. Then sectors are
  // missing, and nothing after them was written later than they were.
  if (end - offset_ > kMaxTornBytes) return Found::kDamaged;
  SUDARE_ASSIGN_OR_RETURN(const bool lost, HasLostSector(end));
  if (!lost) return Found::kDamaged;
  SUDARE_ASSIGN_OR_RETURN(const bool later, HasLaterWrite(end));
  return later ? Found::kDamaged : Found::kTorn;
}

absl::StatusOr<uint64_t> SegmentReader::EndOfNonZeroBytes() {
  uint64_t end = size_;
  while (end > offset_) {
    const uint64_t begin = end - std::min(end - offset_, kReadBytes);
    SUDARE_ASSIGN_OR_RETURN(absl::string_view bytes, Read(begin, end - begin));
    const size_t last = bytes.find_last_not_of('\0');
    if (last != bytes.npos) return begin + last + 1;
    end = begin;
  }
  return offset_;
}

absl::StatusOr<bool> SegmentReader::HasLostSector(uint64_t end) {
  uint64_t begin = offset_;
  while (begin < end) {
    const uint64_t next = (begin / kSectorBytes + 1) * kSectorBytes;
    if (next > end) return false;
    SUDARE_ASSIGN_OR_RETURN(absl::string_view sector, Read(begin, next - begin));
    if (AllZero(sector)) return true;
    begin = next;
  }
  return false;
}

absl::StatusOr<bool> SegmentReader::HasLaterWrite(uint64_t end) {
  for (uint64_t offset = offset_ + 1; offset + FrameBytes(1) <= end; ++offset) {
    SUDARE_ASSIGN_OR_RETURN(absl::string_view start, Read(offset, kFramePrefixBytes));
    const std::optional<FramePrefix> prefix = DecodeFramePrefix(start);
    if (!prefix.has_value() || prefix->kind == FrameKind::kRecord) continue;
    SUDARE_ASSIGN_OR_RETURN(absl::string_view frame, GoodFrameAt(offset));
    if (!frame.empty()) return true;
  }
  return false;
}

}  // namespace sudare::audit
