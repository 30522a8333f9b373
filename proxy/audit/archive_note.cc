#include "proxy/audit/archive_note.h"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"

namespace sudare::audit {
namespace {

// Stands for an empty text, which a field can't hold.
constexpr absl::string_view kNone = "-";

absl::string_view HeadOf(ArchiveNote::Side side) {
  return side == ArchiveNote::Side::kLog ? "sudare audit archived 1" : "sudare audit archive 1";
}

std::string PathOf(const std::string& folder, ArchiveNote::Side side) {
  return absl::StrCat(folder, side == ArchiveNote::Side::kLog ? "/archived" : "/archive");
}

std::string Encode(const ArchiveNote& note) {
  return absl::StrCat(HeadOf(note.side), " log=", note.log.empty() ? kNone : note.log,
                      " first=", note.first_segment, " last=", note.last_segment,
                      " sequence=", note.end.sequence, " hash=", ToHex(note.end.digest),
                      " checkpoint=", note.checkpoint, " time=", FieldTime(note.time),
                      " by=", FieldText(note.by), " to=", FieldText(note.to), " key=", note.key);
}

}  // namespace

absl::StatusOr<SignedArchiveNote> SignArchiveNote(ArchiveNote note, const Ed25519PrivateKey& key) {
  note.key = key.public_key().id();
  SignedArchiveNote result;
  result.statement.text = Encode(note);
  SUDARE_ASSIGN_OR_RETURN(result.statement.signature, key.Sign(result.statement.text));
  result.note = std::move(note);
  return result;
}

std::optional<SignedArchiveNote> DecodeArchiveNote(const SignedStatement& statement) {
  ArchiveNote note;
  note.side = absl::StartsWith(statement.text, HeadOf(ArchiveNote::Side::kLog))
                  ? ArchiveNote::Side::kLog
                  : ArchiveNote::Side::kArchive;
  FieldReader fields(statement.text, HeadOf(note.side));
  note.log = std::string(fields.Text("log"));
  if (note.log == kNone) note.log.clear();
  note.first_segment = fields.Number("first");
  note.last_segment = fields.Number("last");
  note.end.sequence = fields.Number("sequence");
  const std::optional<Digest> digest = DigestFromHex(fields.Text("hash"));
  note.checkpoint = fields.Number("checkpoint");
  note.time = fields.Time("time");
  const std::optional<std::string> by = FromFieldText(fields.Text("by"));
  const std::optional<std::string> to = FromFieldText(fields.Text("to"));
  note.key = std::string(fields.Text("key"));
  if (!fields.AtEnd() || !digest.has_value() || !by.has_value() || !to.has_value()) {
    return std::nullopt;
  }
  note.end.digest = *digest;
  note.by = *by;
  note.to = *to;
  if (Encode(note) != statement.text) return std::nullopt;
  return SignedArchiveNote{std::move(note), statement};
}

absl::StatusOr<std::vector<SignedArchiveNote>> ReadArchiveNotes(const std::string& folder,
                                                                ArchiveNote::Side side) {
  const std::string path = PathOf(folder, side);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::vector<SignedArchiveNote> notes;
  if (!file) {
    if (errno == ENOENT) return notes;
    return absl::UnavailableError(
        absl::StrCat("can't read `", path, "`: ", std::generic_category().message(errno)));
  }
  for (std::string line; std::getline(file, line);) {
    const std::optional<SignedStatement> statement = FromLine(line);
    std::optional<SignedArchiveNote> note;
    if (statement.has_value()) note = DecodeArchiveNote(*statement);
    if (!note.has_value() || note->note.side != side) {
      return Damage(
          {DamageKind::kArchiveNote},
          absl::StrCat("`", path, "`, line ", notes.size() + 1, " is no note of archiving"));
    }
    notes.push_back(*std::move(note));
  }
  return notes;
}

absl::Status WriteArchiveNotes(AuditFiles* files, const std::string& folder, ArchiveNote::Side side,
                               const std::vector<SignedArchiveNote>& notes) {
  std::string text;
  for (const SignedArchiveNote& note : notes) absl::StrAppend(&text, ToLine(note.statement), "\n");
  const std::string path = PathOf(folder, side);
  const std::string unfinished = absl::StrCat(path, ".new");
  SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<AuditFile> file, files->Create(unfinished));
  SUDARE_RETURN_IF_ERROR(file->Write(0, text));
  SUDARE_RETURN_IF_ERROR(file->Sync());
  SUDARE_RETURN_IF_ERROR(files->Rename(unfinished, path));
  return files->SyncFolder(folder);
}

}  // namespace sudare::audit
