// VerifyAuditLog: reads all segments in order with little memory. Also of a log that is being
// written meanwhile.
#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/chain.h"
#include "proxy/audit/files.h"

namespace sudare {
namespace {

using audit::ChainHead;
using audit::CheckRecords;
using audit::Digest;
using audit::SegmentEnd;
using audit::SegmentReader;

// A write that is seen half-done is whole after this; looked at again so often before it counts as
// damage.
constexpr absl::Duration kWriteTime = absl::Milliseconds(20);
constexpr int kLooks = 10;

class Verifier {
 public:
  Verifier(const std::string& folder, const audit::RecordVisitor& visit)
      : folder_(folder), visit_(visit) {}

  absl::Status Run() {
    while (true) {
      SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(segments_ + 1));
      if (reader == nullptr) return CheckNoneIsLeft();
      ++segments_;
      SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, segments_, head_));
      SUDARE_ASSIGN_OR_RETURN(const SegmentEnd end, CheckSegment(*reader));
      torn_ = torn_ || end == SegmentEnd::kTorn;
      must_follow_ = end == SegmentEnd::kSealed;
    }
  }

  const ChainHead& head() const { return head_; }
  uint64_t segments() const { return segments_; }
  bool torn() const { return torn_; }

 private:
  // Null if there is no such file.
  absl::StatusOr<std::unique_ptr<SegmentReader>> OpenSegment(uint64_t number) const {
    auto reader = SegmentReader::Open(absl::StrCat(folder_, "/", audit::SegmentName(number)));
    if (absl::IsNotFound(reader.status())) return nullptr;
    if (absl::IsDataLoss(reader.status())) {
      return audit::SegmentDamage(number, reader.status().message());
    }
    return reader;
  }

  bool Exists(uint64_t number) const {
    return !absl::IsNotFound(
        SegmentReader::Open(absl::StrCat(folder_, "/", audit::SegmentName(number))).status());
  }

  // Looks again while a writer is at work, because what looks wrong may be a write in progress.
  absl::StatusOr<SegmentEnd> CheckSegment(SegmentReader& reader) {
    for (int look = 1;; ++look) {
      const bool followed = Exists(segments_ + 1);
      SUDARE_ASSIGN_OR_RETURN(const SegmentEnd end, CheckRecords(reader, &head_, visit_));
      if (end == SegmentEnd::kSealed) return end;
      const bool in_use = end == SegmentEnd::kOpen && !followed && !Exists(segments_ + 1);
      if (in_use) return end;
      if (look < kLooks && audit::WriterLock::IsTaken(folder_)) {
        absl::SleepFor(kWriteTime);
        continue;
      }
      if (end == SegmentEnd::kDamaged) return DamageAtEnd(reader, head_);
      if (IsFollowedByRecords()) return NotSealed();
      return end;
    }
  }

  // A crash may leave a segment without seal only while the next holds no record yet.
  bool IsFollowedByRecords() const {
    if (Exists(segments_ + 2)) return true;
    auto next = OpenSegment(segments_ + 1);
    if (!next.ok()) return true;
    if (*next == nullptr) return false;
    auto frame = (*next)->Next();
    return !frame.ok() || frame->found != SegmentReader::Found::kEnd;
  }

  absl::Status NotSealed() const {
    return audit::SegmentDamage(segments_,
                                absl::StrCat("truncated after record ", head_.sequence,
                                             ": other segments follow, but its seal is missing"));
  }

  absl::Status CheckNoneIsLeft() const {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, audit::ListSegments(folder_));
    // The writer makes a segment before it seals the one before, so a seal proves that another
    // segment followed.
    const bool gap = !numbers.empty() && numbers.back() > segments_ + 1;
    if (gap || must_follow_) return audit::SegmentDamage(segments_ + 1, "is missing");
    return absl::OkStatus();
  }

  const std::string& folder_;
  const audit::RecordVisitor& visit_;
  ChainHead head_;
  uint64_t segments_ = 0;
  bool torn_ = false;
  bool must_follow_ = false;
};

}  // namespace

absl::StatusOr<AuditVerification> VerifyAuditLog(
    const std::string& folder, absl::string_view expected_head,
    const std::function<void(const sudare::v1::AuditRecord&)>& visit) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  const std::optional<Digest> wanted = audit::DigestFromHex(expected_head);
  if (!expected_head.empty() && !wanted.has_value()) {
    return absl::InvalidArgumentError("the expected head must be 64 hexadecimal digits");
  }
  SUDARE_RETURN_IF_ERROR(audit::ListSegments(folder).status());
  bool met_head = false;
  const audit::RecordVisitor on_record = [&](const sudare::v1::AuditRecord& record,
                                             const Digest& digest) {
    met_head = met_head || digest == wanted;
    if (visit) visit(record);
  };
  Verifier verifier(folder, on_record);
  SUDARE_RETURN_IF_ERROR(verifier.Run());
  if (wanted.has_value() && !met_head) {
    return absl::DataLossError(absl::StrCat(
        "audit log: none of its ", verifier.head().sequence,
        " records has the expected head: records at its end were removed, or it is another log"));
  }
  AuditVerification result;
  result.records = verifier.head().sequence;
  result.segments = verifier.segments();
  result.head = audit::ToHex(verifier.head().digest);
  result.torn_tail = verifier.torn();
  return result;
}

}  // namespace sudare
