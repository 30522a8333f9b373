#include "proxy/audit/checkpoint_reader.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proto/audit.pb.h"
#include "proxy/audit/files.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {
namespace {

absl::StatusOr<std::vector<SignedCheckpoint>> CheckpointsIn(const std::string& folder,
                                                            uint64_t segment) {
  std::vector<SignedCheckpoint> checkpoints;
  auto reader = SegmentReader::Open(absl::StrCat(folder, "/", SegmentName(segment)));
  // It was archived meanwhile.
  if (absl::IsNotFound(reader.status())) return checkpoints;
  SUDARE_RETURN_IF_ERROR(reader.status());
  sudare::v1::AuditRecord record;
  while (true) {
    SUDARE_ASSIGN_OR_RETURN(const SegmentReader::Frame frame, (*reader)->Next());
    if (frame.found != SegmentReader::Found::kRecord) return checkpoints;
    if (!record.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size())) ||
        !record.has_checkpoint()) {
      continue;
    }
    std::optional<SignedCheckpoint> checkpoint = CheckpointOf(record);
    if (checkpoint.has_value()) checkpoints.push_back(*std::move(checkpoint));
  }
}

}  // namespace

absl::StatusOr<std::optional<SignedCheckpoint>> LastCheckpoint(const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> segments, ListSegments(folder));
  for (size_t i = segments.size(); i-- > 0;) {
    SUDARE_ASSIGN_OR_RETURN(std::vector<SignedCheckpoint> found,
                            CheckpointsIn(folder, segments[i]));
    if (!found.empty()) return std::move(found.back());
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<SignedCheckpoint>> CheckpointsFrom(const std::string& folder,
                                                              uint64_t number, size_t limit) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> segments, ListSegments(folder));
  // Back to the segment that begins before them...
  size_t begin = segments.size();
  std::vector<SignedCheckpoint> first;
  while (begin > 0) {
    SUDARE_ASSIGN_OR_RETURN(first, CheckpointsIn(folder, segments[--begin]));
    if (!first.empty() && first.front().checkpoint.number <= number) break;
  }
  // ...and on from there.
  std::vector<SignedCheckpoint> checkpoints;
  for (size_t i = begin; i < segments.size() && checkpoints.size() < limit; ++i) {
    if (i != begin) {
      SUDARE_ASSIGN_OR_RETURN(first, CheckpointsIn(folder, segments[i]));
    }
    for (SignedCheckpoint& checkpoint : first) {
      if (checkpoint.checkpoint.number < number || checkpoints.size() == limit) continue;
      checkpoints.push_back(std::move(checkpoint));
    }
  }
  return checkpoints;
}

}  // namespace sudare::audit
