#include "proxy/audit/anchor_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"

namespace sudare::audit {

std::string AnchorCheck::LineName(size_t index) const {
  return absl::StrCat(lines_->title, ", checkpoint ", entries_[index].number);
}

absl::StatusOr<AnchorCheck> AnchorCheck::Make(const AnchorLines& lines,
                                              const std::vector<Ed25519PublicKey>& keys) {
  AnchorCheck check(lines, keys);
  check.entries_.reserve(lines.lines.size());
  for (const std::string& line : lines.lines) SUDARE_RETURN_IF_ERROR(check.Add(line));
  return check;
}

absl::Status AnchorCheck::Add(const std::string& line) {
  const std::optional<SignedCheckpoint> read = CheckpointFromLine(line);
  if (!read.has_value()) {
    return Damage({DamageKind::kAnchorDamaged},
                  absl::StrCat(lines_->title, ": line ", entries_.size() + 1,
                               " of its checkpoints was changed"));
  }
  const Checkpoint& checkpoint = read->checkpoint;
  if (log_.empty()) log_ = checkpoint.log;
  if (checkpoint.log != log_) {
    return Damage({DamageKind::kAnchorOfAnotherLog},
                  absl::StrCat(lines_->title, ", checkpoint ", checkpoint.number,
                               ": belongs to another log than those before it"));
  }
  if (!entries_.empty() && checkpoint.number > entries_.back().number + 1) {
    return Damage({DamageKind::kAnchorLinesRemoved},
                  absl::StrCat(lines_->title, ": checkpoints ", entries_.back().number + 1, " to ",
                               checkpoint.number - 1, " were removed"));
  }
  if (!entries_.empty() && (checkpoint.number <= entries_.back().number ||
                            checkpoint.head.sequence < entries_.back().head.sequence)) {
    return Damage(
        {DamageKind::kAnchorForged},
        absl::StrCat(lines_->title, ": checkpoint ", checkpoint.number,
                     " stands behind checkpoint ", entries_.back().number, ", repeated or moved"));
  }
  entries_.push_back({checkpoint.number, checkpoint.head, false});
  return absl::OkStatus();
}

absl::Status AnchorCheck::CheckSignatureOf(size_t index) const {
  const SignedCheckpoint checkpoint = At(index);
  switch (CheckSignature(checkpoint.statement, checkpoint.checkpoint.key, *keys_)) {
    case SignatureCheck::kGood:
      return absl::OkStatus();
    case SignatureCheck::kUnknownKey:
      return Damage({DamageKind::kUnknownKey, 0, entries_[index].head.sequence},
                    absl::StrCat(LineName(index), ": is signed by key ", checkpoint.checkpoint.key,
                                 ", which isn't among those given"));
    case SignatureCheck::kForged:
      break;
  }
  return Damage({DamageKind::kAnchorForged, 0, entries_[index].head.sequence},
                absl::StrCat(LineName(index), ": its signature isn't that of its key"));
}

absl::Status AnchorCheck::OnRecord(uint64_t segment, uint64_t sequence, const Digest& digest) {
  while (next_ < entries_.size() && entries_[next_].head.sequence < sequence) ++next_;
  for (size_t i = next_; i < entries_.size() && entries_[i].head.sequence == sequence; ++i) {
    if (entries_[i].head.digest == digest) continue;
    SUDARE_RETURN_IF_ERROR(CheckSignatureOf(i));
    return Damage({DamageKind::kRewritten, segment, sequence},
                  absl::StrCat("isn't the record that ", LineName(i), " (",
                               FieldTime(At(i).checkpoint.time), ") was made over"));
  }
  return absl::OkStatus();
}

absl::Status AnchorCheck::OnCheckpoint(uint64_t segment, const SignedCheckpoint& checkpoint) {
  const uint64_t number = checkpoint.checkpoint.number;
  const uint64_t last = entries_.empty() ? 0 : entries_.back().number;
  if (number > last && !lacking_since_.has_value()) lacking_since_ = checkpoint.checkpoint.time;
  if (entries_.empty() || number < entries_[0].number || number > last) return absl::OkStatus();
  if (checkpoint.checkpoint.log != log_) {
    return Damage({DamageKind::kAnchorOfAnotherLog, segment, checkpoint.checkpoint.head.sequence},
                  absl::StrCat(lines_->title, ": holds the checkpoints of another log"));
  }
  const size_t index = number - entries_[0].number;
  if (lines_->lines[index] == ToLine(checkpoint.statement)) {
    entries_[index].is_in_log = true;
    return absl::OkStatus();
  }
  SUDARE_RETURN_IF_ERROR(CheckSignatureOf(index));
  return Damage({DamageKind::kRewritten, segment, checkpoint.checkpoint.head.sequence},
                absl::StrCat("checkpoint ", number, " in the log isn't the one that ",
                             lines_->title, " holds"));
}

bool AnchorCheck::HasGrownTo(const AnchoredRange& range) const {
  if (lines_->read_again == nullptr) return false;
  const absl::StatusOr<AnchorLines> lines = lines_->read_again();
  if (!lines.ok() || lines->lines.size() < lines_->lines.size() ||
      !std::equal(lines_->lines.begin(), lines_->lines.end(), lines->lines.begin())) {
    return false;
  }
  const absl::StatusOr<AnchorCheck> grown = Make(*lines, *keys_);
  if (!grown.ok() || grown->entries_.empty() || grown->entries_.front().number > range.first ||
      grown->entries_.back().number < range.last) {
    return false;
  }
  for (size_t i = entries_.size(); i < grown->entries_.size(); ++i) {
    if (!grown->CheckSignatureOf(i).ok()) return false;
  }
  return true;
}

absl::Status AnchorCheck::CheckStart(const Verification& found) const {
  if (!found.last_checkpoint.has_value()) return absl::OkStatus();
  const uint64_t first = entries_.empty() ? 0 : entries_[0].number;
  const uint64_t last = entries_.empty() ? 0 : entries_.back().number;
  for (const AnchoredRange& range : found.last_checkpoint->anchored) {
    if (!lines_->name.empty() && range.anchor != lines_->name) continue;
    if (last >= range.last && first <= range.first) continue;
    if (HasGrownTo(range)) continue;
    return Damage({DamageKind::kAnchorLinesRemoved},
                  absl::StrCat(lines_->title, " had confirmed checkpoints ", range.first, " to ",
                               range.last, ", but holds ",
                               entries_.empty() ? "none" : absl::StrCat(first, " to ", last)));
  }
  if (entries_.empty() || found.last_checkpoint->log == log_) return absl::OkStatus();
  return Damage({DamageKind::kAnchorOfAnotherLog},
                absl::StrCat(lines_->title, ": holds the checkpoints of another log"));
}

absl::StatusOr<AnchorReading> AnchorCheck::Finish(const Verification& found) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].is_in_log) SUDARE_RETURN_IF_ERROR(CheckSignatureOf(i));
  }
  const bool is_older_part = found.ends_with.has_value();
  if (!entries_.empty() && entries_.back().head.sequence > found.last_record && !is_older_part) {
    const Checkpoint last = At(entries_.size() - 1).checkpoint;
    return Damage({DamageKind::kRolledBack, 0, found.last_record + 1},
                  absl::StrCat(lines_->title, " holds checkpoint ", last.number, " over record ",
                               last.head.sequence, " (", FieldTime(last.time),
                               "), but the log ends with record ", found.last_record));
  }
  if (!is_older_part) SUDARE_RETURN_IF_ERROR(CheckStart(found));
  AnchorReading reading;
  reading.title = lines_->title;
  reading.checkpoints = entries_.size();
  reading.has_torn_end = lines_->has_torn_end;
  const uint64_t last = entries_.empty() ? 0 : entries_.back().number;
  if (!entries_.empty()) reading.last = At(entries_.size() - 1).checkpoint;
  if (found.last_checkpoint.has_value() && found.last_checkpoint->number > last) {
    reading.lacking = entries_.empty() ? found.checkpoints : found.last_checkpoint->number - last;
    reading.lacking_since = lacking_since_;
  }
  return reading;
}

}  // namespace sudare::audit
