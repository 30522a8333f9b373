// The reader of the audit log: whatever was done to a log, its verification says nothing wrong of
// it, and doesn't fall over.
//
// The first byte says what the rest is: 'e' edits of a sound log, 'o' the same, and the log is then
// opened for writing, 'f' payloads that are framed rightly, 's' edits of what a signed log's
// records hold, whose hashes are then made anew, 'a' edits of its anchor, 'n' the text of a
// checkpoint, an anchor or a note of archiving, anything else a segment's bytes.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "proxy/audit/archive_note.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/checkpoint.h"
#include "proxy/audit/file_anchor.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/proxy/audit/signed_log.h"

namespace sudare::fuzz {
namespace {

using testing::IntentOf;
using testing::LogFolder;

constexpr int kRecords = 12;
constexpr uint64_t kSegmentBytes = 1000;

AuditLogOptions Options(const LogFolder& folder) {
  AuditLogOptions options = folder.options();
  options.segment_bytes = kSegmentBytes;
  options.clock = [] { return absl::FromUnixSeconds(1'790'000'000); };
  return options;
}

// A log of some segments, in memory: each with the places where its frames begin.
struct SoundLog {
  std::vector<std::string> segments;
  std::vector<std::vector<size_t>> frames;
  std::vector<std::string> records;
  std::string head;

  SoundLog() {
    LogFolder folder;
    {
      auto log = OpenAuditLog(Options(folder));
      Expect(log.ok(), "a log can be made");
      for (int i = 0; i < kRecords; ++i) {
        Expect((*log)->AppendDurably(IntentOf("q" + std::to_string(i))).ok(), "it can be written");
      }
    }
    const auto sound = VerifyAuditLog(folder.path(), {}, [&](const v1::AuditRecord& record) {
      records.push_back(record.SerializeAsString());
    });
    Expect(sound.ok(), "a log that was just written is sound");
    head = sound->head;
    for (uint64_t number = 1; number <= sound->segments; ++number) {
      segments.push_back(folder.Read(number));
      frames.push_back(folder.FrameOffsets(number));
    }
  }
};

const SoundLog& Sound() {
  static const auto* sound = new SoundLog();
  return *sound;
}

using Segments = std::vector<std::optional<std::string>>;

std::string FrameOf(Input* edits) {
  const size_t segment = edits->Byte() % Sound().segments.size();
  const std::vector<size_t>& frames = Sound().frames[segment];
  const size_t frame = edits->Byte() % (frames.size() - 1);
  return Sound().segments[segment].substr(frames[frame], frames[frame + 1] - frames[frame]);
}

// A place in the segment as it now is: where one of its frames was, or any.
size_t PlaceIn(size_t segment, const std::string& bytes, Input* edits) {
  const uint8_t how = edits->Byte();
  const size_t any = edits->Number16();
  const std::vector<size_t>& frames = Sound().frames[segment];
  return std::min(bytes.size(), how < 128 ? frames[any % frames.size()] : any);
}

void Edit(Input* edits, Segments* segments) {
  const size_t number = edits->Byte() % segments->size();
  std::optional<std::string>& segment = (*segments)[number];
  const uint8_t how = edits->Byte() % 9;
  if (how == 0) segment.reset();
  if (how == 1) segment.swap((*segments)[edits->Byte() % segments->size()]);
  if (!segment.has_value()) return;
  const size_t place = PlaceIn(number, *segment, edits);
  const size_t length = edits->Byte();
  if (how == 2) segment->resize(place);
  if (how == 3) segment->erase(place, length);
  if (how == 4) segment->insert(place, FrameOf(edits));
  if (how == 5) segment->insert(place, std::string(edits->Bytes(length)));
  if (how == 6) segment->replace(place, length, std::string(length, '\0'));
  if (how == 7) segment->append(length, '\0');
  if (how == 8 && place < segment->size()) {
    (*segment)[place] = static_cast<char>((*segment)[place] ^ (length | 1));
  }
}

// One folder for all runs: its files are written anew each time.
class Folder {
 public:
  void Write(const Segments& segments) {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      std::filesystem::remove(entry.path());
    }
    for (size_t i = 0; i < segments.size(); ++i) {
      if (segments[i].has_value()) folder_.Overwrite(i + 1, *segments[i]);
    }
  }
  const LogFolder& folder() const { return folder_; }

 private:
  LogFolder folder_;
};

Folder& TheFolder() {
  static auto* folder = new Folder();
  return *folder;
}

// The records of the log in the folder, if it is held to be sound.
std::optional<std::vector<std::string>> RecordsIfSound() {
  std::vector<std::string> records;
  const auto verification = VerifyAuditLog(
      TheFolder().folder().path(), {},
      [&](const v1::AuditRecord& record) { records.push_back(record.SerializeAsString()); });
  if (!verification.ok()) return std::nullopt;
  Expect(verification->records == records.size(), "every record is counted and shown");
  return records;
}

bool StartsWith(const std::vector<std::string>& records, const std::vector<std::string>& start) {
  return records.size() >= start.size() && std::equal(start.begin(), start.end(), records.begin());
}

void VerifyEdited(Input* edits, bool then_open) {
  Segments segments(Sound().segments.begin(), Sound().segments.end());
  while (!edits->IsEmpty()) Edit(edits, &segments);
  TheFolder().Write(segments);
  const auto left = RecordsIfSound();
  if (left.has_value()) {
    Expect(StartsWith(Sound().records, *left), "a log that is held sound has the records it had");
  }
  const auto whole = VerifyAuditLog(TheFolder().folder().path(), Sound().head);
  if (whole.ok()) {
    Expect(left == Sound().records, "who wrote down the head knows that nothing is missing");
  }
  if (!then_open) return;
  const auto log = OpenAuditLog(Options(TheFolder().folder()));
  if (!log.ok() || !left.has_value()) return;
  Expect((*log)->AppendDurably(IntentOf("next")).ok(), "an opened log can be written");
  const auto now = RecordsIfSound();
  Expect(now.has_value() && now->size() > left->size() && StartsWith(*now, *left),
         "a sound log that was opened goes on where it was");
}

void VerifyForged(Input* input) {
  std::string segment = audit::EncodeSegmentHeader({1, {}});
  while (!input->IsEmpty()) {
    const uint8_t kind = input->Byte() % 3;
    const absl::string_view payload = input->Bytes(input->Byte());
    audit::AppendFrame(static_cast<audit::FrameKind>(kind), payload, "", &segment);
  }
  TheFolder().Write({segment});
  VerifyAuditLog(TheFolder().folder().path()).status().IgnoreError();
  OpenAuditLog(Options(TheFolder().folder())).status().IgnoreError();
}

void VerifyBytes(absl::string_view bytes) {
  TheFolder().Write({std::string(bytes)});
  RecordsIfSound();
  if (bytes.size() >= audit::kFramePrefixBytes) audit::DecodeFramePrefix(bytes);
  audit::DecodeChainHead(bytes);
  audit::DigestFromHex(bytes);
}

// A log with checkpoints and its anchor.
struct SignedSound {
  testing::SignedLog log;
  std::vector<v1::AuditRecord> records;
  std::vector<std::string> anchor;

  SignedSound() {
    for (int i = 0; i < 4; ++i) log.Write(3);
    records = log.Records();
    anchor = log.AnchorFile();
    Expect(log.Verify(true).ok(), "a signed log that was just written is sound");
  }
};

SignedSound& TheSigned() {
  static auto* sound = new SignedSound();
  return *sound;
}

// Whatever who hasn't the key does to the records, what the last checkpoint left covers is what it
// was.
void VerifyRewritten(Input* edits) {
  SignedSound& sound = TheSigned();
  std::vector<v1::AuditRecord> records = sound.records;
  while (!edits->IsEmpty() && !records.empty()) {
    const size_t at = edits->Byte() % records.size();
    const uint8_t how = edits->Byte() % 5;
    const size_t other = edits->Byte() % records.size();
    if (how == 0) records.erase(records.begin() + static_cast<long>(at));
    if (how == 1) records.insert(records.begin() + static_cast<long>(at), records[other]);
    if (how == 2) std::swap(records[at], records[other]);
    if (how == 3) records.resize(at);
    if (how == 4 && records[at].has_checkpoint()) {
      std::string* const text = records[at].mutable_checkpoint()->mutable_statement();
      if (!text->empty()) (*text)[other % text->size()] = static_cast<char>('0' + other % 75);
    } else if (how == 4) {
      records[at].mutable_intent()->set_query_id(std::to_string(other));
    }
  }
  sound.log.Forge(records);
  const auto found = sound.log.Verify(false);
  if (found.ok() && found->last_checkpoint.has_value()) {
    const uint64_t covered = found->last_checkpoint->head.sequence;
    const std::vector<v1::AuditRecord> now = sound.log.Records();
    for (uint64_t i = 0; i < covered; ++i) {
      Expect(now[i].SerializeAsString() == sound.records[i].SerializeAsString(),
             "what a checkpoint covers is what was written");
    }
  }
  const auto anchored = sound.log.Verify(true);
  if (anchored.ok()) {
    Expect(found.ok() && found->checkpoints + 1 >= sound.anchor.size() - 1,
           "who has the anchor knows that nothing is missing");
  }
  sound.log.Forge(sound.records);
}

void VerifyAnchor(Input* edits) {
  SignedSound& sound = TheSigned();
  sound.log.Forge(sound.records);
  std::vector<std::string> lines = sound.anchor;
  while (!edits->IsEmpty() && !lines.empty()) {
    const size_t at = edits->Byte() % lines.size();
    const uint8_t how = edits->Byte() % 4;
    const uint8_t other = edits->Byte();
    if (how == 0) lines.erase(lines.begin() + static_cast<long>(at));
    if (how == 1) lines.insert(lines.begin() + static_cast<long>(at), lines[other % lines.size()]);
    if (how == 2) std::swap(lines[at], lines[other % lines.size()]);
    if (how == 3 && !lines[at].empty()) {
      lines[at][(at * 31 + other) % lines[at].size()] = static_cast<char>('0' + other % 75);
    }
  }
  sound.log.WriteAnchorFile(lines);
  const auto found = sound.log.Verify(true);
  if (found.ok()) {
    // As many as it had confirmed when the last checkpoint was made, behind its head.
    const auto& anchored = found->last_checkpoint->anchored;
    Expect(anchored.size() == 1 && lines.size() > anchored[0].last,
           "lines that were removed are missed");
  }
  audit::MakeFileAnchor("file", sound.log.anchor_path())->Ends().status().IgnoreError();
  sound.log.WriteAnchorFile(sound.anchor);
}

void ReadText(absl::string_view text) {
  const auto checkpoint = audit::CheckpointFromLine(text);
  if (checkpoint.has_value()) {
    Expect(audit::ToLine(checkpoint->statement) == text, "a checkpoint has one spelling");
    Expect(audit::EncodeCheckpoint(checkpoint->checkpoint) == checkpoint->statement.text,
           "a checkpoint's text is what it means");
  }
  const auto statement = audit::FromLine(text);
  if (statement.has_value()) audit::DecodeArchiveNote(*statement);
  const std::string path = TheSigned().log.anchor_path() + ".text";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  const auto lines = audit::ReadAnchorFile(path);
  const auto anchor = audit::MakeFileAnchor("file", path);
  const auto ends = anchor->Ends();
  if (lines.ok() && ends.ok() && ends->last.has_value()) {
    Expect(!lines->lines.empty() && lines->lines.back() == audit::ToLine(ends->last->statement),
           "an anchor's end is its last line");
  }
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare::fuzz;
  const ExpectFast fast;
  Input input(data, size);
  const uint8_t what = input.Byte();
  if (what == 'e' || what == 'o') {
    VerifyEdited(&input, what == 'o');
  } else if (what == 'f') {
    VerifyForged(&input);
  } else if (what == 's') {
    VerifyRewritten(&input);
  } else if (what == 'a') {
    VerifyAnchor(&input);
  } else if (what == 'n') {
    ReadText(input.Rest());
  } else {
    VerifyBytes(input.Rest());
  }
  return 0;
}
