#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/verification.h"
#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_damage_words.h"
#include "proxy/cli/audit_verify_flags.h"
#include "proxy/cli/json_text.h"

namespace sudare {
namespace {

using audit::Verification;

struct VerifyFlags {
  LogFlags log;
  std::string format = "text";
};

std::string At(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

std::string Megabytes(uint64_t bytes) {
  return absl::StrFormat("%.0f MB", static_cast<double>(bytes) / 1e6);
}

// Bytes of all segments, for the progress; an estimate.
uint64_t BytesIn(const VerifyFlags& flags) {
  std::vector<std::string> folders = flags.log.archives;
  folders.push_back(flags.log.folder);
  uint64_t bytes = 0;
  std::error_code error;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      const uintmax_t size = entry.file_size(error);
      if (!error && entry.path().extension() == ".audit") bytes += size;
    }
  }
  return bytes;
}

// One line on a terminal's stderr that goes away at the end.
class Progress {
 public:
  Progress(const VerifyFlags& flags, Console& console)
      : console_(console), total_(BytesIn(flags)), is_shown_(isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (is_shown_) console_.err << "\r\x1b[K" << std::flush;
  }
  void Show(uint64_t bytes) const {
    if (!is_shown_) return;
    console_.err << "\r" << Megabytes(bytes) << " of " << Megabytes(total_) << std::flush;
  }

 private:
  Console& console_;
  const uint64_t total_;
  const bool is_shown_;
};

void TellCheckpoints(const VerifyFlags& flags, const Verification& found, Console& console) {
  if (flags.log.keys.empty()) {
    console.out << "checkpoints " << found.checkpoints
                << ", signatures not checked: give the log's public key by --key\n";
    return;
  }
  console.out << "checkpoints " << found.checkpoints;
  if (found.last_checkpoint.has_value()) {
    const audit::Checkpoint& last = *found.last_checkpoint;
    console.out << ", the last (number " << last.number << ", key " << last.key << ") of "
                << At(last.time) << " covers all up to record " << last.head.sequence;
  }
  console.out << "\n";
  if (found.uncovered != 0) {
    console.out << "  " << found.uncovered << " records at the end wait for the next one\n";
  }
}

void TellAnchors(const Verification& found, Console& console) {
  for (const audit::AnchorReading& anchor : found.anchors) {
    console.out << anchor.title << ": " << anchor.checkpoints << " checkpoints";
    if (anchor.last.has_value()) {
      console.out << ", the last (number " << anchor.last->number << ") of "
                  << At(anchor.last->time) << " over record " << anchor.last->head.sequence;
    }
    console.out << "\n";
    if (anchor.lacking != 0) {
      console.out << "  " << anchor.lacking << " checkpoints of the log are not anchored yet";
      if (anchor.lacking_since.has_value()) {
        console.out << ", the first of " << At(*anchor.lacking_since);
      }
      console.out << "; the end of the log behind the anchor could be cut off unnoticed\n";
    }
    if (anchor.has_torn_end) console.out << "  its last line is unfinished, as a crash leaves it\n";
  }
}

void TellBorders(const Verification& found, Console& console) {
  if (found.begins_after.has_value()) {
    const audit::ArchiveNote& note = *found.begins_after;
    console.out << "begins behind segment " << found.first_segment - 1 << ": segments "
                << note.first_segment << " to " << note.last_segment << " were archived to "
                << Quoted(note.to) << " by " << note.by << ", " << At(note.time) << "\n";
  }
  if (found.ends_with.has_value()) {
    const audit::ArchiveNote& note = *found.ends_with;
    console.out << "an archived part: the log goes on behind record " << note.end.sequence
                << " in the folder it was archived from (by " << note.by << ", " << At(note.time)
                << ")\n";
  }
}

void TellSound(const VerifyFlags& flags, const Verification& found, Console& console) {
  console.out << "records  " << found.last_record + 1 - found.first_record;
  if (found.first_record != 1) {
    console.out << " (" << found.first_record << " to " << found.last_record << ")";
  }
  console.out << "\nsegments " << found.segments << "\nhead     " << found.head << "\n";
  TellCheckpoints(flags, found, console);
  TellAnchors(found, console);
  TellBorders(found, console);
  if (found.torn_tail) {
    console.out << "末尾に書き込み途中の記録が1件あります(停電等)。 / "
                   "The last record is unfinished, as a crash leaves it.\n";
  }
  console.out << "監査ログは完全です。 / The audit log is complete and unaltered.\n";
}

void TellDamage(const absl::Status& status, Console& console) {
  console.out << "broken: " << status.message() << "\n";
  if (const auto place = audit::DamageOf(status)) {
    const DamageWords words = WordsFor(place->kind);
    console.out << "  meaning: " << words.meaning << "\n  to do:   " << words.advice
                << "\n  意味: " << words.meaning_ja << "\n  対処: " << words.advice_ja << "\n";
  }
  console.out << "監査ログは改ざんまたは破損しています。 / THE AUDIT LOG IS ALTERED OR DAMAGED.\n";
}

// One JSON object, field by field.
class JsonObject {
 public:
  JsonObject& Text(absl::string_view name, absl::string_view value) {
    Name(name);
    AppendJsonText(value, &text_);
    return *this;
  }
  JsonObject& Raw(absl::string_view name, absl::string_view value) {
    Name(name);
    absl::StrAppend(&text_, value);
    return *this;
  }
  JsonObject& Number(absl::string_view name, uint64_t value) {
    return Raw(name, absl::StrCat(value));
  }
  std::string Done() const { return absl::StrCat("{", text_, "}"); }

 private:
  void Name(absl::string_view name) {
    absl::StrAppend(&text_, text_.empty() ? "" : ", ", "\"", name, "\": ");
  }
  std::string text_;
};

std::string CheckpointJson(const audit::Checkpoint& checkpoint) {
  return JsonObject()
      .Number("number", checkpoint.number)
      .Number("record", checkpoint.head.sequence)
      .Text("time", audit::FieldTime(checkpoint.time))
      .Text("key", checkpoint.key)
      .Done();
}

std::string NoteJson(const audit::ArchiveNote& note) {
  return JsonObject()
      .Number("first_segment", note.first_segment)
      .Number("last_segment", note.last_segment)
      .Number("last_record", note.end.sequence)
      .Text("time", audit::FieldTime(note.time))
      .Text("by", note.by)
      .Text("to", note.to)
      .Done();
}

std::string AnchorJson(const audit::AnchorReading& anchor) {
  JsonObject object;
  object.Text("anchor", anchor.title).Number("checkpoints", anchor.checkpoints);
  if (anchor.last.has_value()) object.Raw("last", CheckpointJson(*anchor.last));
  object.Number("not_anchored", anchor.lacking);
  if (anchor.lacking_since.has_value()) {
    object.Text("not_anchored_since", audit::FieldTime(*anchor.lacking_since));
  }
  return object.Done();
}

std::string SoundJson(const VerifyFlags& flags, const Verification& found) {
  JsonObject object;
  object.Raw("ok", "true")
      .Number("first_segment", found.first_segment)
      .Number("segments", found.segments)
      .Number("first_record", found.first_record)
      .Number("last_record", found.last_record)
      .Number("bytes", found.bytes)
      .Text("head", found.head)
      .Raw("torn_tail", found.torn_tail ? "true" : "false")
      .Raw("signatures_checked", flags.log.keys.empty() ? "false" : "true")
      .Number("checkpoints", found.checkpoints);
  if (found.last_checkpoint.has_value()) {
    object.Raw("last_checkpoint", CheckpointJson(*found.last_checkpoint));
  }
  object.Number("records_not_covered", found.uncovered);
  std::string anchors;
  for (const audit::AnchorReading& anchor : found.anchors) {
    absl::StrAppend(&anchors, anchors.empty() ? "" : ", ", AnchorJson(anchor));
  }
  object.Raw("anchors", absl::StrCat("[", anchors, "]"));
  if (found.begins_after.has_value()) object.Raw("begins_after", NoteJson(*found.begins_after));
  if (found.ends_with.has_value()) object.Raw("ends_with", NoteJson(*found.ends_with));
  return object.Done();
}

std::string DamageJson(const absl::Status& status) {
  JsonObject object;
  object.Raw("ok", "false").Text("message", status.message());
  if (const auto place = audit::DamageOf(status)) {
    const DamageWords words = WordsFor(place->kind);
    object.Text("kind", audit::DamageName(place->kind));
    if (place->segment != 0) object.Number("segment", place->segment);
    if (place->record != 0) object.Number("record", place->record);
    object.Text("meaning", words.meaning)
        .Text("advice", words.advice)
        .Text("meaning_ja", words.meaning_ja)
        .Text("advice_ja", words.advice_ja);
  }
  return object.Done();
}

absl::StatusOr<Verification> VerifyNow(const VerifyFlags& flags, Console& console) {
  struct stat info;
  if (stat(flags.log.folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return absl::NotFoundError(absl::StrCat(Quoted(flags.log.folder), " is no folder"));
  }
  SUDARE_ASSIGN_OR_RETURN(audit::VerifyOptions options, OptionsOf(flags.log));
  const Progress progress(flags, console);
  options.progress = [&progress](uint64_t bytes) { progress.Show(bytes); };
  return audit::Verify(options);
}

int VerifyAudit(const VerifyFlags& flags, Console& console) {
  const bool is_json = flags.format == "json";
  const absl::StatusOr<Verification> found = VerifyNow(flags, console);
  if (found.ok() && is_json) {
    console.out << SoundJson(flags, *found) << "\n";
  } else if (found.ok()) {
    TellSound(flags, *found, console);
  } else if (!absl::IsDataLoss(found.status())) {
    console.err << found.status().message() << "\n";
    return kUsage;
  } else if (is_json) {
    console.out << DamageJson(found.status()) << "\n";
  } else {
    TellDamage(found.status(), console);
  }
  return found.ok() ? kDone : kRefused;
}

}  // namespace

void AddAuditVerifyCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App* verify =
      audit.add_subcommand("verify", "tell whether the log is complete and unaltered");
  verify
      ->add_option("folder", flags->log.folder,
                   "the folder of its segments, or of an archive of it")
      ->required();
  AddLogFlags(*verify, &flags->log);
  verify->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  verify->footer(
      "With --key nobody without the private key can have changed the log; with an anchor, not\n"
      "even cut its end off. It may be written meanwhile. Needs no configuration.\n"
      "Exit codes: 0 complete; 1 altered or damaged; 2 it can't be read.");
  verify->callback([flags, &console] { console.exit_code = VerifyAudit(*flags, console); });
}

}  // namespace sudare
