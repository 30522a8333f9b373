#include "proxy/audit/log_outline.h"

#include <sodium.h>
#include <sys/stat.h>

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proto/audit.pb.h"
#include "proxy/audit/files.h"
#include "proxy/audit/recovery.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {
namespace {

// A write or a new segment that is seen half-done is whole after this; looked at again so often
// before it counts as damage.
constexpr absl::Duration kWriteTime = absl::Milliseconds(20);
constexpr int kLooks = 10;

std::string PathOf(const std::string& folder, uint64_t number) {
  return absl::StrCat(folder, "/", SegmentName(number));
}

absl::StatusOr<Recovery> FindEnd(const std::string& folder) {
  for (int look = 1;; ++look) {
    absl::StatusOr<Recovery> found = FindLogEnd(folder);
    if (found.ok() || look == kLooks || !WriterLock::IsTaken(folder)) return found;
    absl::SleepFor(kWriteTime);
  }
}

// Times of a segment's first and last record; nothing if it has none.
struct Span {
  absl::Time first;
  absl::Time last;
  uint64_t rest = 0;
};
absl::StatusOr<std::optional<Span>> ReadSpan(const std::string& path, bool only_first) {
  SUDARE_ASSIGN_OR_RETURN(const auto reader, SegmentReader::Open(path));
  std::optional<Span> span;
  while (true) {
    SUDARE_ASSIGN_OR_RETURN(const SegmentReader::Frame frame, reader->Next());
    if (frame.found == SegmentReader::Found::kSeal) continue;
    if (frame.found != SegmentReader::Found::kRecord) {
      if (span.has_value() && frame.found == SegmentReader::Found::kTorn) {
        span->rest = reader->rest();
      }
      return span;
    }
    sudare::v1::AuditRecord record;
    if (!record.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size()))) {
      return absl::DataLossError(absl::StrCat("a record in `", path, "` can't be read"));
    }
    const absl::Time time = absl::FromUnixSeconds(record.time().seconds());
    if (!span.has_value()) span = Span{time, time};
    span->last = time;
    if (only_first) return span;
  }
}

absl::Status ReadTimes(const std::string& folder, const std::vector<uint64_t>& numbers,
                       LogOutline* outline) {
  SUDARE_ASSIGN_OR_RETURN(const std::optional<Span> first,
                          ReadSpan(PathOf(folder, numbers.front()), /*only_first=*/true));
  if (first.has_value()) outline->oldest = first->first;
  // The last one may be new and empty.
  for (size_t i = numbers.size(); i-- > 0;) {
    SUDARE_ASSIGN_OR_RETURN(const std::optional<Span> last,
                            ReadSpan(PathOf(folder, numbers[i]), /*only_first=*/false));
    if (!last.has_value()) continue;
    outline->newest = last->last;
    outline->torn_bytes = last->rest;
    break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogOutline> ReadLogOutline(const std::string& folder) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  LogOutline outline;
  SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, ListSegments(folder));
  outline.is_in_use = WriterLock::IsTaken(folder);
  outline.segments = numbers.size();
  if (numbers.empty()) return outline;
  SUDARE_ASSIGN_OR_RETURN(const Recovery recovery, FindEnd(folder));
  outline.records = recovery.end.head.sequence;
  for (const uint64_t number : numbers) {
    struct stat info;
    if (number == recovery.end.segment) {
      outline.bytes += recovery.end.offset;
    } else if (stat(PathOf(folder, number).c_str(), &info) == 0) {
      outline.bytes += static_cast<uint64_t>(info.st_size);
    }
  }
  SUDARE_RETURN_IF_ERROR(ReadTimes(folder, numbers, &outline));
  // A record that is being written looks like one that never was.
  if (outline.is_in_use || recovery.torn.empty()) outline.torn_bytes = 0;
  return outline;
}

}  // namespace sudare::audit
