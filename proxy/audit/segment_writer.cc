#include "proxy/audit/segment_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"

namespace sudare::audit {
namespace {

// Zeros are written ahead of the records, so that a sync needn't make a new file size durable
// (measured: a fifth faster on ext4 in a virtual machine, more where a disk has to empty its
// cache).
constexpr uint64_t kReserveBytes = 256 << 10;

}  // namespace

SegmentWriter::~SegmentWriter() {
  // Best effort: a reader takes the zeros for what they are.
  if (file_ != nullptr) CutToEnd().IgnoreError();
}

std::string SegmentWriter::PathOf(uint64_t number) const {
  return absl::StrCat(folder_, "/", SegmentName(number));
}

absl::Status SegmentWriter::Start(const LogEnd& end) {
  if (end.segment == 0) return BeginSegment(1, end.head);
  SUDARE_ASSIGN_OR_RETURN(file_, files_->Open(PathOf(end.segment)));
  number_ = end.segment;
  end_ = end.offset;
  must_rotate_ = end.must_rotate;
  return CutToEnd();
}

absl::Status SegmentWriter::BeginSegment(uint64_t number, const ChainHead& head) {
  // Under another name until it is whole, so that a segment always has its header.
  const std::string unfinished = absl::StrCat(PathOf(number), ".new");
  const std::string header = EncodeSegmentHeader({number, head});
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<AuditFile> file, files_->Create(unfinished));
  SUDARE_RETURN_IF_ERROR(file->Write(0, header));
  SUDARE_RETURN_IF_ERROR(file->Sync());
  SUDARE_RETURN_IF_ERROR(files_->Rename(unfinished, PathOf(number)));
  SUDARE_RETURN_IF_ERROR(files_->SyncFolder(folder_));
  // The old segment is sealed only now: a seal proves that the next segment exists.
  if (file_ != nullptr) SUDARE_RETURN_IF_ERROR(Seal(head));
  file_ = std::move(file);
  number_ = number;
  end_ = reserved_ = header.size();
  return absl::OkStatus();
}

absl::Status SegmentWriter::Seal(const ChainHead& head) {
  std::string frame;
  AppendFrame(FrameKind::kSeal, EncodeChainHead(head), {}, &frame);
  SUDARE_RETURN_IF_ERROR(CutToEnd());
  SUDARE_RETURN_IF_ERROR(file_->Write(end_, frame));
  return file_->Sync();
}

uint64_t SegmentWriter::Room(uint64_t frame_bytes) const {
  if (must_rotate_) return 0;
  const uint64_t limit =
      std::max(segment_bytes_,
               end_ == kSegmentHeaderBytes ? kSegmentHeaderBytes + frame_bytes : uint64_t{0});
  return limit > end_ ? limit - end_ : 0;
}

absl::Status SegmentWriter::Rotate(const ChainHead& head) {
  // Nothing may be added to the old segment once the new one's header names its end.
  must_rotate_ = true;
  SUDARE_RETURN_IF_ERROR(BeginSegment(number_ + 1, head));
  must_rotate_ = false;
  return absl::OkStatus();
}

absl::Status SegmentWriter::Append(absl::string_view frames) {
  SUDARE_RETURN_IF_ERROR(Reserve(end_ + frames.size()));
  SUDARE_RETURN_IF_ERROR(file_->Write(end_, frames));
  SUDARE_RETURN_IF_ERROR(file_->Sync());
  end_ += frames.size();
  return absl::OkStatus();
}

absl::Status SegmentWriter::Reserve(uint64_t end) {
  if (end <= reserved_) return absl::OkStatus();
  const uint64_t size =
      std::max(end, std::min(reserved_ + kReserveBytes, std::max(segment_bytes_, reserved_)));
  const absl::Status written = file_->Write(reserved_, std::string(size - reserved_, '\0'));
  SUDARE_ASSIGN_OR_RETURN(reserved_, file_->Size());
  // On a disk that is nearly full, what there is may do.
  return reserved_ >= end ? absl::OkStatus() : written;
}

absl::Status SegmentWriter::CutToEnd() {
  SUDARE_RETURN_IF_ERROR(file_->Truncate(end_));
  reserved_ = end_;
  return file_->Sync();
}

absl::Status SegmentWriter::Repair(const ChainHead& head) {
  SUDARE_RETURN_IF_ERROR(CutToEnd());
  if (must_rotate_) return Rotate(head);
  SUDARE_RETURN_IF_ERROR(Reserve(end_ + 1));
  return file_->Sync();
}

}  // namespace sudare::audit
