#include "proxy/audit/checkpoint_check.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"

namespace sudare::audit {
namespace {

// A checkpoint stands a fraction of a second behind the record it is about. What is further away
// isn't compared, so that a log without checkpoints doesn't fill the memory.
constexpr size_t kMostSeen = 1 << 20;
// For the writing of a checkpoint, beyond its interval.
constexpr absl::Duration kGrace = absl::Seconds(60);

absl::Time TimeOf(const sudare::v1::AuditRecord& record) {
  return absl::FromUnixSeconds(record.time().seconds()) + absl::Nanoseconds(record.time().nanos());
}

}  // namespace

absl::StatusOr<CheckpointCheck> CheckpointCheck::Make(const std::vector<Ed25519PublicKey>& keys,
                                                      const std::vector<AnchorLines>& anchors) {
  CheckpointCheck check(keys);
  for (const AnchorLines& lines : anchors) {
    SUDARE_ASSIGN_OR_RETURN(AnchorCheck anchor, AnchorCheck::Make(lines, keys));
    check.anchors_.push_back(std::move(anchor));
  }
  return check;
}

void CheckpointCheck::Begin(const ChainHead& before, std::optional<uint64_t> number,
                            const std::string& log) {
  before_ = before;
  first_seen_ = before.sequence + 1;
  number_ = number;
  log_ = log;
}

absl::Status CheckpointCheck::OnRecord(uint64_t segment, const sudare::v1::AuditRecord& record,
                                       const Digest& digest) {
  if (keys_.empty()) {
    count_ += record.has_checkpoint();
    return absl::OkStatus();
  }
  for (AnchorCheck& anchor : anchors_) {
    SUDARE_RETURN_IF_ERROR(anchor.OnRecord(segment, record.sequence(), digest));
  }
  if (record.has_checkpoint()) {
    const std::optional<SignedCheckpoint> checkpoint = CheckpointOf(record);
    if (!checkpoint.has_value()) {
      return Damage({DamageKind::kForgedCheckpoint, segment, record.sequence()},
                    "is a checkpoint that says nothing");
    }
    SUDARE_RETURN_IF_ERROR(OnCheckpoint(segment, record.sequence(), *checkpoint));
  }
  Remember(record, digest);
  return absl::OkStatus();
}

absl::Status CheckpointCheck::OnCheckpoint(uint64_t segment, uint64_t record,
                                           const SignedCheckpoint& signed_one) {
  const Checkpoint& checkpoint = signed_one.checkpoint;
  SUDARE_RETURN_IF_ERROR(CheckSigner(segment, record, signed_one));
  SUDARE_RETURN_IF_ERROR(CheckOrder(segment, record, checkpoint));
  SUDARE_RETURN_IF_ERROR(CheckDigest(segment, checkpoint));
  for (AnchorCheck& anchor : anchors_) {
    SUDARE_RETURN_IF_ERROR(anchor.OnCheckpoint(segment, signed_one));
  }
  ++count_;
  number_ = checkpoint.number;
  log_ = checkpoint.log;
  last_ = checkpoint;
  Forget(checkpoint.head.sequence);
  return absl::OkStatus();
}

absl::Status CheckpointCheck::CheckSigner(uint64_t segment, uint64_t record,
                                          const SignedCheckpoint& signed_one) {
  const Checkpoint& checkpoint = signed_one.checkpoint;
  switch (CheckSignature(signed_one.statement, checkpoint.key, keys_)) {
    case SignatureCheck::kGood:
      return absl::OkStatus();
    case SignatureCheck::kUnknownKey:
      return Damage({DamageKind::kUnknownKey, segment, record},
                    absl::StrCat("checkpoint ", checkpoint.number, " is signed by key ",
                                 checkpoint.key, ", which isn't among those given"));
    case SignatureCheck::kForged:
      break;
  }
  return Damage({DamageKind::kForgedCheckpoint, segment, record},
                absl::StrCat("the signature of checkpoint ", checkpoint.number,
                             " isn't that of key ", checkpoint.key));
}

absl::Status CheckpointCheck::CheckOrder(uint64_t segment, uint64_t record,
                                         const Checkpoint& checkpoint) {
  const DamagePlace place{DamageKind::kCheckpointsAltered, segment, record};
  if (!log_.empty() && checkpoint.log != log_) {
    return Damage(place, absl::StrCat("checkpoint ", checkpoint.number, " is of another log"));
  }
  if (number_.has_value() && checkpoint.number != *number_ + 1) {
    return Damage(place, absl::StrCat("checkpoint ", checkpoint.number, " stands where checkpoint ",
                                      *number_ + 1, " must be"));
  }
  if (checkpoint.head.sequence >= record ||
      (last_.has_value() && checkpoint.head.sequence < last_->head.sequence)) {
    return Damage(place, absl::StrCat("checkpoint ", checkpoint.number, " is about record ",
                                      checkpoint.head.sequence, ", out of its turn"));
  }
  return absl::OkStatus();
}

absl::Status CheckpointCheck::CheckDigest(uint64_t segment, const Checkpoint& checkpoint) {
  const uint64_t sequence = checkpoint.head.sequence;
  const Digest* digest = nullptr;
  if (sequence == before_.sequence) digest = &before_.digest;
  if (sequence >= first_seen_) digest = &seen_[sequence - first_seen_].digest;
  if (digest == nullptr || *digest == checkpoint.head.digest) return absl::OkStatus();
  const uint64_t first = last_.has_value() ? last_->head.sequence + 1 : before_.sequence + 1;
  return Damage(
      {DamageKind::kRewritten, segment, first},
      absl::StrCat("of records ", first, " to ", sequence,
                   " some aren't those that were signed by checkpoint ", checkpoint.number, " (",
                   FieldTime(checkpoint.time), "): they were rewritten, with new hashes"));
}

void CheckpointCheck::Remember(const sudare::v1::AuditRecord& record, const Digest& digest) {
  seen_.push_back({digest, TimeOf(record), record.has_checkpoint()});
  if (seen_.size() > kMostSeen) {
    seen_.pop_front();
    ++first_seen_;
  }
}

// Keeps record `up_to` itself: two checkpoints may be about the same.
void CheckpointCheck::Forget(uint64_t up_to) {
  while (first_seen_ < up_to && !seen_.empty()) {
    seen_.pop_front();
    ++first_seen_;
  }
}

absl::Status CheckpointCheck::Finish(Verification* found) {
  found->checkpoints = count_;
  found->last_checkpoint = last_;
  if (keys_.empty()) return absl::OkStatus();
  for (AnchorCheck& anchor : anchors_) {
    SUDARE_ASSIGN_OR_RETURN(AnchorReading reading, anchor.Finish(*found));
    found->anchors.push_back(std::move(reading));
  }
  return CheckCover(found);
}

absl::Status CheckpointCheck::CheckCover(Verification* found) const {
  const uint64_t covered = last_.has_value() ? last_->head.sequence : before_.sequence;
  std::optional<absl::Time> oldest;
  absl::Time newest;
  uint64_t first = 0;
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (first_seen_ + i <= covered || seen_[i].is_checkpoint) continue;
    if (!oldest.has_value()) first = first_seen_ + i;
    if (!oldest.has_value()) oldest = seen_[i].time;
    newest = seen_[i].time;
    ++found->uncovered;
  }
  // What was archived may end between two checkpoints; the log goes on elsewhere, and its note says
  // how.
  if (!oldest.has_value() || found->ends_with.has_value()) return absl::OkStatus();
  const uint64_t segment = found->first_segment + found->segments - 1;
  if (!last_.has_value() && !found->begins_after.has_value()) {
    return Damage({DamageKind::kUncovered, segment, first},
                  "no checkpoint stands in this log: it was never signed, was rewritten without "
                  "any, or was begun this moment");
  }
  const absl::Duration allowed = (last_.has_value() ? last_->interval : kGrace) + kGrace;
  if (newest - *oldest <= allowed) return absl::OkStatus();
  return Damage(
      {DamageKind::kUncovered, segment, first},
      absl::StrCat("no checkpoint covers the ", found->uncovered, " records from here on, of ",
                   absl::FormatDuration(absl::Trunc(newest - *oldest, absl::Seconds(1))),
                   "; this log promises one every ", absl::FormatDuration(allowed - kGrace)));
}

}  // namespace sudare::audit
