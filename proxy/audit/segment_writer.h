// SegmentWriter: puts frames durably at the end of the segments. After an error it is as if the
// write had never been; Repair() brings it back.
//
// Thread-safety: one thread at a time.
// Errors: kUnavailable with the system's reason, for operators.
#ifndef SUDARE_PROXY_AUDIT_SEGMENT_WRITER_H_
#define SUDARE_PROXY_AUDIT_SEGMENT_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"

namespace sudare::audit {

// Where a log is to be continued.
struct LogEnd {
  // 0: the log has no segment yet.
  uint64_t segment = 0;
  // Bytes of it that count; what lies behind them is cut off.
  uint64_t offset = 0;
  ChainHead head;
  // The segment after it was begun, but this one isn't sealed yet.
  bool must_rotate = false;
};

class SegmentWriter {
 public:
  SegmentWriter(AuditFiles* files, std::string folder, uint64_t segment_bytes)
      : files_(files), folder_(std::move(folder)), segment_bytes_(segment_bytes) {}
  // Gives back the room kept ready.
  ~SegmentWriter();

  absl::Status Start(const LogEnd& end);

  // Bytes the segment in use still takes; 0 when a new one is due. A segment without records takes
  // any frame.
  uint64_t Room(uint64_t frame_bytes) const;
  uint64_t segment() const { return number_; }
  // Begins the next segment after `head`.
  absl::Status Rotate(const ChainHead& head);
  // Durable on OK.
  absl::Status Append(absl::string_view frames);
  // After an error of Append or Rotate: cuts off what they left and tries whether the disk takes
  // bytes again.
  absl::Status Repair(const ChainHead& head);

 private:
  absl::Status BeginSegment(uint64_t number, const ChainHead& head);
  absl::Status Seal(const ChainHead& head);
  absl::Status Reserve(uint64_t end);
  absl::Status CutToEnd();
  std::string PathOf(uint64_t number) const;

  AuditFiles* const files_;
  const std::string folder_;
  const uint64_t segment_bytes_;
  std::unique_ptr<AuditFile> file_;
  uint64_t number_ = 0;
  // End of the durable frames, and of the zeros kept ready behind them.
  uint64_t end_ = 0;
  uint64_t reserved_ = 0;
  bool must_rotate_ = false;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_SEGMENT_WRITER_H_
