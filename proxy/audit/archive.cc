#include "proxy/audit/archive.h"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/archive_note.h"
#include "proxy/audit/chain.h"
#include "proxy/audit/checkpoint.h"
#include "proxy/audit/checkpoint_reader.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/segment_reader.h"

namespace sudare::audit {
namespace {

constexpr size_t kCopyBytes = 1 << 20;

std::string PathOf(const std::string& folder, uint64_t segment) {
  return absl::StrCat(folder, "/", SegmentName(segment));
}

// A sealed segment.
struct Summary {
  uint64_t number = 0;
  ChainHead end;
  absl::Time newest = absl::InfinitePast();
  // The last in it, or before it.
  std::optional<Checkpoint> checkpoint;
};

absl::StatusOr<bool> HaveSameBytes(const std::string& one, const std::string& other) {
  std::ifstream files[] = {std::ifstream(one, std::ios::binary),
                           std::ifstream(other, std::ios::binary)};
  std::vector<char> bytes[] = {std::vector<char>(kCopyBytes), std::vector<char>(kCopyBytes)};
  while (true) {
    for (int i = 0; i < 2; ++i) {
      files[i].read(bytes[i].data(), static_cast<std::streamsize>(kCopyBytes));
      if (files[i].bad()) {
        return absl::UnavailableError(absl::StrCat("can't read `", i == 0 ? one : other, "`"));
      }
    }
    const std::streamsize count = files[0].gcount();
    if (count != files[1].gcount() ||
        !std::equal(bytes[0].begin(), bytes[0].begin() + count, bytes[1].begin())) {
      return false;
    }
    if (count == 0) return true;
  }
}

class Archiver {
 public:
  Archiver(const ArchiveOptions& options, const Ed25519PrivateKey& key)
      : options_(options),
        key_(key),
        files_(options.files != nullptr ? options.files : AuditFiles::Real()) {}

  absl::StatusOr<ArchiveResult> Run() {
    SUDARE_RETURN_IF_ERROR(ListSegments(options_.folder).status());
    SUDARE_RETURN_IF_ERROR(MakeFolder());
    SUDARE_ASSIGN_OR_RETURN(const auto lock, WriterLock::Take(options_.folder, kArchiveLock));
    SUDARE_ASSIGN_OR_RETURN(const auto other_lock, WriterLock::Take(options_.to, kArchiveLock));
    SUDARE_ASSIGN_OR_RETURN(notes_, ReadArchiveNotes(options_.folder, ArchiveNote::Side::kLog));
    SUDARE_RETURN_IF_ERROR(FinishEarlier());
    SUDARE_RETURN_IF_ERROR(Survey());
    SUDARE_ASSIGN_OR_RETURN(const size_t count, Choose());
    if (count == 0) return result_;
    for (size_t i = 0; i < count; ++i) SUDARE_RETURN_IF_ERROR(Copy(sealed_[i]));
    SUDARE_RETURN_IF_ERROR(files_->SyncFolder(options_.to));
    result_.first_segment = sealed_[0].number;
    result_.last_segment = sealed_[count - 1].number;
    result_.last_record = sealed_[count - 1].end.sequence;
    SUDARE_RETURN_IF_ERROR(WriteNotes(sealed_[count - 1]));
    for (size_t i = 0; i < count; ++i) {
      SUDARE_RETURN_IF_ERROR(files_->Remove(PathOf(options_.folder, sealed_[i].number)));
    }
    SUDARE_RETURN_IF_ERROR(files_->SyncFolder(options_.folder));
    return result_;
  }

 private:
  absl::Status MakeFolder() {
    if (mkdir(options_.to.c_str(), 0700) == 0) {
      const std::string parent = std::filesystem::path(options_.to).parent_path();
      return files_->SyncFolder(parent.empty() ? "." : parent);
    }
    if (errno == EEXIST) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("can't make `", options_.to, "`: ", std::generic_category().message(errno)));
  }

  // Removes what has its note already: an earlier call was ended before that.
  absl::Status FinishEarlier() {
    if (notes_.empty()) return absl::OkStatus();
    SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, ListSegments(options_.folder));
    for (const uint64_t number : numbers) {
      for (const SignedArchiveNote& signed_note : notes_) {
        const ArchiveNote& note = signed_note.note;
        if (number < note.first_segment || number > note.last_segment) continue;
        const std::string copy = PathOf(note.to, number);
        SUDARE_ASSIGN_OR_RETURN(const bool is_there,
                                HaveSameBytes(PathOf(options_.folder, number), copy));
        if (!is_there) {
          return absl::FailedPreconditionError(absl::StrCat(
              "segment `", SegmentName(number), "` was archived, but isn't the same at `", copy,
              "`: mount that folder, or put the right file there, and try again"));
        }
        SUDARE_RETURN_IF_ERROR(files_->Remove(PathOf(options_.folder, number)));
      }
    }
    return files_->SyncFolder(options_.folder);
  }

  // Reads the log's sealed segments, checking their chain.
  absl::Status Survey() {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, ListSegments(options_.folder));
    const uint64_t first = notes_.empty() ? 1 : notes_.back().note.last_segment + 1;
    ChainHead head = notes_.empty() ? ChainHead{} : notes_.back().note.end;
    std::optional<Checkpoint> checkpoint;
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] != first + i) {
        return Damage({DamageKind::kSegmentMissing, first + i}, "is missing");
      }
      Summary summary;
      summary.number = numbers[i];
      SUDARE_ASSIGN_OR_RETURN(const SegmentEnd end, Read(PathOf(options_.folder, numbers[i]),
                                                         numbers[i], &head, &summary, &checkpoint));
      if (end == SegmentEnd::kDamaged && i + 1 < numbers.size()) {
        return Damage({DamageKind::kChanged, numbers[i], head.sequence + 1}, "was changed");
      }
      if (end != SegmentEnd::kSealed) break;
      summary.end = head;
      summary.checkpoint = checkpoint;
      sealed_.push_back(std::move(summary));
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<SegmentEnd> Read(const std::string& path, uint64_t number, ChainHead* head,
                                         Summary* summary, std::optional<Checkpoint>* checkpoint) {
    auto reader = SegmentReader::Open(path);
    if (absl::IsDataLoss(reader.status())) {
      return Damage({DamageKind::kChanged, number}, reader.status().message());
    }
    SUDARE_RETURN_IF_ERROR(reader.status());
    SUDARE_RETURN_IF_ERROR(CheckSegmentHeader(**reader, number, *head));
    return CheckRecords(**reader, head, [&](const sudare::v1::AuditRecord& record, const Digest&) {
      const absl::Time time = absl::FromUnixSeconds(record.time().seconds());
      summary->newest = std::max(summary->newest, time);
      if (!record.has_checkpoint()) return absl::OkStatus();
      if (auto found = CheckpointOf(record)) *checkpoint = found->checkpoint;
      return absl::OkStatus();
    });
  }

  // How many of the sealed segments are to be moved.
  absl::StatusOr<size_t> Choose() {
    SUDARE_ASSIGN_OR_RETURN(const std::optional<SignedCheckpoint> last,
                            LastCheckpoint(options_.folder));
    size_t count = 0;
    for (; count < sealed_.size() && sealed_[count].newest < options_.before; ++count) {
      if (!last.has_value()) continue;
      result_.stayed = WhyStays(sealed_[count], last->checkpoint);
      if (!result_.stayed.empty()) break;
    }
    return count;
  }

  static std::string WhyStays(const Summary& summary, const Checkpoint& last) {
    const std::string name = absl::StrCat("segment `", SegmentName(summary.number), "` stays: ");
    if (last.head.sequence < summary.end.sequence) {
      return absl::StrCat(name, "no checkpoint covers its last records yet");
    }
    if (!summary.checkpoint.has_value()) return "";
    for (const AnchoredRange& range : last.anchored) {
      if (range.last >= summary.checkpoint->number) continue;
      return absl::StrCat(name, "anchor `", range.anchor, "` lacks its checkpoints after ",
                          range.last);
    }
    return "";
  }

  absl::Status Copy(const Summary& summary) {
    const std::string from = PathOf(options_.folder, summary.number);
    const std::string to = PathOf(options_.to, summary.number);
    struct stat info;
    if (lstat(to.c_str(), &info) == 0) {
      SUDARE_ASSIGN_OR_RETURN(const bool is_there, HaveSameBytes(from, to));
      if (is_there) return SyncCopy(to);
      return absl::FailedPreconditionError(absl::StrCat(
          "`", to, "` is there already, with other content: archive to a folder of its own"));
    }
    const std::string unfinished = absl::StrCat(to, ".new");
    SUDARE_RETURN_IF_ERROR(CopyBytes(from, unfinished));
    SUDARE_ASSIGN_OR_RETURN(const bool is_same, HaveSameBytes(from, unfinished));
    if (!is_same) {
      return absl::UnavailableError(
          absl::StrCat("`", unfinished, "` isn't what was written to it: is its disk sound?"));
    }
    return files_->Rename(unfinished, to);
  }

  absl::Status SyncCopy(const std::string& path) {
    SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<AuditFile> file, files_->Open(path));
    return file->Sync();
  }

  absl::Status CopyBytes(const std::string& from, const std::string& to) {
    std::ifstream source(from, std::ios::binary);
    SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<AuditFile> copy, files_->Create(to));
    std::string bytes(kCopyBytes, '\0');
    uint64_t offset = 0;
    while (source.read(&bytes[0], static_cast<std::streamsize>(bytes.size())),
           source.gcount() > 0) {
      const auto count = static_cast<size_t>(source.gcount());
      SUDARE_RETURN_IF_ERROR(copy->Write(offset, absl::string_view(bytes).substr(0, count)));
      offset += count;
    }
    if (source.bad()) return absl::UnavailableError(absl::StrCat("can't read `", from, "`"));
    return copy->Sync();
  }

  // The archive's first: once the log's is there, the segments may go.
  absl::Status WriteNotes(const Summary& end) {
    ArchiveNote note;
    note.first_segment = result_.first_segment;
    note.last_segment = result_.last_segment;
    note.end = end.end;
    note.time = options_.clock();
    note.by = options_.by;
    note.to = std::filesystem::absolute(options_.to).lexically_normal().string();
    if (!notes_.empty()) {
      note.log = notes_.back().note.log;
      note.checkpoint = notes_.back().note.checkpoint;
    }
    if (end.checkpoint.has_value()) {
      note.log = end.checkpoint->log;
      note.checkpoint = end.checkpoint->number;
    }
    note.side = ArchiveNote::Side::kArchive;
    SUDARE_ASSIGN_OR_RETURN(std::vector<SignedArchiveNote> there,
                            ReadArchiveNotes(options_.to, note.side));
    SUDARE_ASSIGN_OR_RETURN(SignedArchiveNote signed_note, SignArchiveNote(note, key_));
    // Of a call that ended between the two.
    while (!there.empty() && there.back().note.last_segment >= note.first_segment) {
      there.pop_back();
    }
    there.push_back(std::move(signed_note));
    SUDARE_RETURN_IF_ERROR(WriteArchiveNotes(files_, options_.to, note.side, there));
    note.side = ArchiveNote::Side::kLog;
    SUDARE_ASSIGN_OR_RETURN(signed_note, SignArchiveNote(note, key_));
    notes_.push_back(std::move(signed_note));
    return WriteArchiveNotes(files_, options_.folder, note.side, notes_);
  }

  static constexpr const char* kArchiveLock = "archive.lock";

  const ArchiveOptions& options_;
  const Ed25519PrivateKey& key_;
  AuditFiles* const files_;
  std::vector<SignedArchiveNote> notes_;
  std::vector<Summary> sealed_;
  ArchiveResult result_;
};

}  // namespace

absl::StatusOr<ArchiveResult> Archive(const ArchiveOptions& options, const Ed25519PrivateKey& key) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  return Archiver(options, key).Run();
}

}  // namespace sudare::audit
