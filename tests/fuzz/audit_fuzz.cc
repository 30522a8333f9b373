// The reader of the audit log: whatever was done to a log, its verification says nothing wrong of
// it, and doesn't fall over.
//
// The first byte says what the rest is: 'e' edits of a sound log, 'o' the same, and the log is then
// opened for writing, 'f' payloads that are framed rightly, anything else a segment's bytes.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "proxy/audit/audit_log.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"
#include "tests/proxy/audit/log_folder.h"

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
  } else {
    VerifyBytes(input.Rest());
  }
  return 0;
}
