#include "proxy/audit/verification.h"

#include <sodium.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/chain.h"
#include "proxy/audit/checkpoint_check.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/files.h"

namespace sudare::audit {
namespace {

// A write that is seen half-done is whole after this; looked at again so often before it counts as
// damage.
constexpr absl::Duration kWriteTime = absl::Milliseconds(20);
constexpr int kLooks = 10;
// Between two calls of VerifyOptions::progress.
constexpr uint64_t kStep = 8 << 20;

// What the notes of archiving in some folders say, held against the chain.
class ArchiveNotes {
 public:
  absl::Status Read(const std::string& folder, const std::vector<Ed25519PublicKey>& keys) {
    for (const ArchiveNote::Side side : {ArchiveNote::Side::kLog, ArchiveNote::Side::kArchive}) {
      SUDARE_ASSIGN_OR_RETURN(const auto notes, ReadArchiveNotes(folder, side));
      for (const SignedArchiveNote& note : notes) {
        if (!keys.empty()) SUDARE_RETURN_IF_ERROR(CheckSigner(note, keys));
        is_log_ = is_log_ || side == ArchiveNote::Side::kLog;
        ends_[note.note.end.sequence] = note.note;
        notes_.push_back(note.note);
      }
    }
    return absl::OkStatus();
  }

  bool empty() const { return notes_.empty(); }

  // Why segment `first` may be the first one; nothing: it mayn't.
  std::optional<ArchiveNote> BeforeSegment(uint64_t first) const {
    for (const ArchiveNote& note : notes_) {
      const bool is_log = note.side == ArchiveNote::Side::kLog;
      if (is_log ? note.last_segment + 1 >= first : note.first_segment == first) return note;
    }
    return std::nullopt;
  }

  // That the chain may end, sealed, with segment `last`.
  std::optional<ArchiveNote> AtEnd(uint64_t last, const ChainHead& head) const {
    if (is_log_) return std::nullopt;
    for (const ArchiveNote& note : notes_) {
      if (note.side == ArchiveNote::Side::kArchive && note.last_segment == last &&
          note.end == head) {
        return note;
      }
    }
    return std::nullopt;
  }

  absl::Status Check(uint64_t segment, const ChainHead& head) const {
    const auto found = ends_.find(head.sequence);
    if (found == ends_.end() || found->second.end == head) return absl::OkStatus();
    return Damage({DamageKind::kRewritten, segment, head.sequence},
                  absl::StrCat("isn't the record that the note of archiving of ",
                               FieldTime(found->second.time), " was made over"));
  }

 private:
  static absl::Status CheckSigner(const SignedArchiveNote& note,
                                  const std::vector<Ed25519PublicKey>& keys) {
    const SignatureCheck check = CheckSignature(note.statement, note.note.key, keys);
    if (check == SignatureCheck::kGood) return absl::OkStatus();
    const bool is_unknown = check == SignatureCheck::kUnknownKey;
    return Damage({is_unknown ? DamageKind::kUnknownKey : DamageKind::kArchiveNote},
                  absl::StrCat("the note of archiving of ", FieldTime(note.note.time),
                               is_unknown ? " is signed by a key that isn't among those given: "
                                          : " has a signature that isn't that of its key: ",
                               note.note.key));
  }

  std::vector<ArchiveNote> notes_;
  std::map<uint64_t, ArchiveNote> ends_;
  // Some say that it is a log, not an archive.
  bool is_log_ = false;
};

class Verifier {
 public:
  Verifier(const VerifyOptions& options, const std::optional<Digest>& wanted,
           CheckpointCheck* checkpoints)
      : options_(options), wanted_(wanted), checkpoints_(checkpoints) {}

  absl::StatusOr<Verification> Run() {
    SUDARE_RETURN_IF_ERROR(FindStart());
    for (int tries = 0;;) {
      SUDARE_ASSIGN_OR_RETURN(const auto reader, OpenSegment(segment_));
      if (reader == nullptr && found_.segments == 0 && ++tries < kLooks) {
        // None at all, or it was archived just now.
        SUDARE_RETURN_IF_ERROR(FindStart());
        continue;
      }
      if (reader == nullptr) break;
      if (found_.segments == 0) SUDARE_RETURN_IF_ERROR(Begin(*reader));
      ++found_.segments;
      SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(*reader, segment_, head_));
      SUDARE_ASSIGN_OR_RETURN(const SegmentEnd end, CheckSegment(*reader));
      found_.torn_tail = found_.torn_tail || end == SegmentEnd::kTorn;
      found_.bytes += reader->offset();
      must_follow_ = end == SegmentEnd::kSealed;
      ++segment_;
    }
    SUDARE_RETURN_IF_ERROR(CheckNoneIsLeft());
    found_.last_record = head_.sequence;
    found_.head = ToHex(head_.digest);
    return std::move(found_);
  }

  // Whether a record with the wanted hash came along.
  bool met_head() const { return met_head_; }

 private:
  absl::StatusOr<std::vector<uint64_t>> AllSegments() const {
    SUDARE_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers, ListSegments(options_.folder));
    for (const std::string& archive : options_.archives) {
      SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> more, ListSegments(archive));
      numbers.insert(numbers.end(), more.begin(), more.end());
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  absl::Status FindStart() {
    // The segments first: what is archived after they were listed has its note by then.
    SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, AllSegments());
    notes_ = ArchiveNotes();
    SUDARE_RETURN_IF_ERROR(notes_.Read(options_.folder, options_.keys));
    for (const std::string& archive : options_.archives) {
      SUDARE_RETURN_IF_ERROR(notes_.Read(archive, options_.keys));
    }
    if (!numbers.empty()) segment_ = numbers[0];
    found_.first_segment = segment_;
    if (segment_ == 1 && (!numbers.empty() || notes_.empty())) return absl::OkStatus();
    found_.begins_after = notes_.BeforeSegment(segment_);
    if (!numbers.empty() && found_.begins_after.has_value()) return absl::OkStatus();
    return Damage({DamageKind::kSegmentMissing, 1}, "is missing");
  }

  absl::Status Begin(const SegmentReader& first) {
    std::optional<uint64_t> number = 0;
    if (segment_ != 1) {
      head_ = first.header().before;
      found_.first_record = head_.sequence + 1;
      number.reset();
      const ArchiveNote& note = *found_.begins_after;
      if (note.side == ArchiveNote::Side::kLog && note.last_segment + 1 == segment_) {
        number = note.checkpoint;
      }
      SUDARE_RETURN_IF_ERROR(notes_.Check(segment_, head_));
    }
    checkpoints_->Begin(head_, number,
                        found_.begins_after.has_value() ? found_.begins_after->log : "");
    return absl::OkStatus();
  }

  std::vector<std::string> Folders() const {
    std::vector<std::string> folders = {options_.folder};
    folders.insert(folders.end(), options_.archives.begin(), options_.archives.end());
    return folders;
  }

  // Null if there is no such file.
  absl::StatusOr<std::unique_ptr<SegmentReader>> OpenSegment(uint64_t number) const {
    // The log's folder first: a segment that is archived meanwhile is in the archive before it
    // leaves the log.
    for (const std::string& folder : Folders()) {
      auto reader = SegmentReader::Open(absl::StrCat(folder, "/", SegmentName(number)));
      if (absl::IsNotFound(reader.status())) continue;
      if (absl::IsDataLoss(reader.status())) {
        return Damage({DamageKind::kChanged, number}, reader.status().message());
      }
      return reader;
    }
    return nullptr;
  }

  bool Exists(uint64_t number) const {
    auto reader = OpenSegment(number);
    return !reader.ok() || *reader != nullptr;
  }

  // Looks again while a writer is at work, because what looks wrong may be a write in progress.
  absl::StatusOr<SegmentEnd> CheckSegment(SegmentReader& reader) {
    const RecordVisitor visit = [&](const sudare::v1::AuditRecord& record, const Digest& digest) {
      return OnRecord(reader, record, digest);
    };
    for (int look = 1;; ++look) {
      const bool followed = Exists(segment_ + 1);
      SUDARE_ASSIGN_OR_RETURN(const SegmentEnd end, CheckRecords(reader, &head_, visit));
      if (end == SegmentEnd::kSealed) return end;
      const bool in_use = end == SegmentEnd::kOpen && !followed && !Exists(segment_ + 1);
      if (in_use) return end;
      if (look < kLooks && WriterLock::IsTaken(options_.folder)) {
        absl::SleepFor(kWriteTime);
        continue;
      }
      if (end == SegmentEnd::kDamaged) return DamageAtEnd(reader, head_);
      if (IsFollowedByRecords()) return NotSealed();
      return end;
    }
  }

  absl::Status OnRecord(const SegmentReader& reader, const sudare::v1::AuditRecord& record,
                        const Digest& digest) {
    SUDARE_RETURN_IF_ERROR(checkpoints_->OnRecord(segment_, record, digest));
    if (!notes_.empty()) {
      SUDARE_RETURN_IF_ERROR(notes_.Check(segment_, {record.sequence(), digest}));
    }
    met_head_ = met_head_ || digest == wanted_;
    if (options_.visit) options_.visit(record);
    const uint64_t bytes = found_.bytes + reader.offset();
    if (options_.progress && bytes >= told_ + kStep) {
      told_ = bytes;
      options_.progress(bytes);
    }
    return absl::OkStatus();
  }

  // A crash may leave a segment without seal only while the next holds no record yet.
  bool IsFollowedByRecords() const {
    if (Exists(segment_ + 2)) return true;
    auto next = OpenSegment(segment_ + 1);
    if (!next.ok()) return true;
    if (*next == nullptr) return false;
    auto frame = (*next)->Next();
    return !frame.ok() || frame->found != SegmentReader::Found::kEnd;
  }

  absl::Status NotSealed() const {
    return Damage({DamageKind::kTruncated, segment_},
                  absl::StrCat("truncated after record ", head_.sequence,
                               ": other segments follow, but its seal is missing"));
  }

  absl::Status CheckNoneIsLeft() {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, AllSegments());
    // The writer makes a segment before it seals the one before, so a seal proves that another
    // segment followed.
    const bool gap = !numbers.empty() && numbers.back() > segment_;
    // Only what is looked at by itself may be an archive, whose log goes on elsewhere.
    if (must_follow_ && !gap && options_.archives.empty()) {
      found_.ends_with = notes_.AtEnd(segment_ - 1, head_);
    }
    if (gap || (must_follow_ && !found_.ends_with.has_value())) {
      return Damage({DamageKind::kSegmentMissing, segment_}, "is missing");
    }
    return absl::OkStatus();
  }

  const VerifyOptions& options_;
  const std::optional<Digest> wanted_;
  CheckpointCheck* const checkpoints_;
  ArchiveNotes notes_;
  Verification found_;
  ChainHead head_;
  // The one that is read, or would be next.
  uint64_t segment_ = 1;
  bool must_follow_ = false;
  uint64_t told_ = 0;
  bool met_head_ = false;
};

}  // namespace

absl::StatusOr<Verification> Verify(const VerifyOptions& options) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  const std::optional<Digest> wanted = DigestFromHex(options.expected_head);
  if (!options.expected_head.empty() && !wanted.has_value()) {
    return absl::InvalidArgumentError("the expected head must be 64 hexadecimal digits");
  }
  SUDARE_RETURN_IF_ERROR(ListSegments(options.folder).status());
  SUDARE_ASSIGN_OR_RETURN(CheckpointCheck checkpoints,
                          CheckpointCheck::Make(options.keys, options.anchors));
  Verifier verifier(options, wanted, &checkpoints);
  SUDARE_ASSIGN_OR_RETURN(Verification found, verifier.Run());
  SUDARE_RETURN_IF_ERROR(checkpoints.Finish(&found));
  if (wanted.has_value() && !verifier.met_head()) {
    return Damage({DamageKind::kRolledBack},
                  absl::StrCat("none of its ", found.last_record,
                               " records has the expected head: records at its end were removed, "
                               "or it is another log"));
  }
  return found;
}

}  // namespace sudare::audit
