#include "tests/proxy/audit/signed_log.h"

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proxy/audit/file_anchor.h"
#include "proxy/audit/frame.h"
#include "tests/proxy/audit/signing_keys.h"

namespace sudare::testing {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(2);

std::optional<audit::DamageKind> KindOf(const absl::Status& status) {
  if (status.ok()) return std::nullopt;
  const auto place = audit::DamageOf(status);
  if (!place.has_value()) abort();
  return place->kind;
}

}  // namespace

AuditLogOptions SignedLog::options() const {
  AuditLogOptions options = log_.options();
  options.signing.key = SigningKey();
  options.signing.look = absl::Milliseconds(1);
  options.signing.first_retry = absl::Milliseconds(5);
  options.signing.anchors = {audit::MakeFileAnchor("file", anchor_path())};
  return options;
}

void SignedLog::Write(int records, uint64_t segment_bytes) const {
  AuditLogOptions chosen = options();
  chosen.segment_bytes = segment_bytes;
  auto log = OpenAuditLog(chosen);
  if (!log.ok()) abort();
  for (int i = 0; i < records; ++i) {
    if (!(*log)->AppendDurably(IntentOf(absl::StrCat("q", i))).ok()) abort();
  }
  // So that the last checkpoint, made when it closes, tells that the anchor has all others.
  const auto is_anchored = [&] {
    const AuditCheckpoints now = (*log)->Checkpoints();
    return now.number != 0 && now.anchors[0].lacking == 0;
  };
  const absl::Time end = absl::Now() + absl::Seconds(2);
  while (records != 0 && !is_anchored() && absl::Now() < end) absl::SleepFor(kLook);
}

absl::StatusOr<audit::Verification> SignedLog::Verify(bool with_anchor) const {
  audit::VerifyOptions options;
  options.folder = folder();
  options.keys = {SigningKey()->public_key()};
  if (with_anchor) {
    auto lines = audit::ReadAnchorFile(anchor_path());
    if (!lines.ok()) return lines.status();
    options.anchors.push_back(*std::move(lines));
  }
  return audit::Verify(options);
}

std::optional<audit::DamageKind> SignedLog::FoundByChain() const {
  return KindOf(VerifyAuditLog(folder()).status());
}

std::optional<audit::DamageKind> SignedLog::FoundByKey() const {
  return KindOf(Verify(false).status());
}

std::optional<audit::DamageKind> SignedLog::FoundByAnchor() const {
  return KindOf(Verify(true).status());
}

std::vector<sudare::v1::AuditRecord> SignedLog::Records() const {
  std::vector<sudare::v1::AuditRecord> records;
  const auto found = VerifyAuditLog(
      folder(), {}, [&](const sudare::v1::AuditRecord& record) { records.push_back(record); });
  if (!found.ok()) abort();
  for (uint64_t segment = 1; segment <= found->segments; ++segment) {
    const std::string bytes = log_.Read(segment);
    const std::vector<size_t> offsets = log_.FrameOffsets(segment);
    for (size_t i = 0; i + 1 < offsets.size(); ++i) {
      const std::string frame = bytes.substr(offsets[i], offsets[i + 1] - offsets[i]);
      kinds_[frame.substr(audit::kFramePrefixBytes, frame.size() - audit::FrameBytes(0))] =
          audit::DecodeFramePrefix(frame)->kind;
    }
  }
  return records;
}

void SignedLog::Forge(std::vector<sudare::v1::AuditRecord> records,
                      const std::function<void(sudare::v1::AuditRecord*, uint64_t,
                                               const audit::Digest&)>& resign) const {
  std::string bytes = audit::EncodeSegmentHeader({1, {}});
  audit::Digest digest{};
  uint64_t sequence = 0;
  for (sudare::v1::AuditRecord& record : records) {
    if (record.has_checkpoint() && resign) resign(&record, sequence, digest);
    record.set_sequence(++sequence);
    record.set_previous_hash(std::string(audit::ToBytes(digest)));
    const std::string payload = record.SerializeAsString();
    const auto kind = kinds_.find(payload);
    digest = audit::AppendFrame(kind != kinds_.end() ? kind->second : audit::FrameKind::kBatchStart,
                                payload, {}, &bytes);
  }
  log_.Overwrite(1, bytes);
}

std::vector<std::string> SignedLog::AnchorFile() const {
  std::ifstream file(anchor_path());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

void SignedLog::WriteAnchorFile(const std::vector<std::string>& lines) const {
  std::ofstream file(anchor_path(), std::ios::trunc);
  for (const std::string& line : lines) file << line << "\n";
}

}  // namespace sudare::testing
