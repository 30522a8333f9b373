#include "proxy/audit/checkpoint.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "policy/base/status_macros.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kHead = "sudare audit checkpoint 1";
constexpr absl::string_view kNoAnchors = "-";
constexpr size_t kLogIdBytes = 16;
constexpr size_t kLongestName = 32;

std::string AnchoredText(const std::vector<AnchoredRange>& anchored) {
  if (anchored.empty()) return std::string(kNoAnchors);
  return absl::StrJoin(anchored, ",", [](std::string* out, const AnchoredRange& range) {
    absl::StrAppend(out, range.anchor, ":", range.first, "-", range.last);
  });
}

std::optional<AnchoredRange> RangeFromText(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  const std::pair<absl::string_view, absl::string_view> numbers =
      absl::StrSplit(parts.second, absl::MaxSplits('-', 1));
  AnchoredRange range;
  range.anchor = std::string(parts.first);
  if (!IsAnchorName(range.anchor) || !absl::SimpleAtoi(numbers.first, &range.first) ||
      !absl::SimpleAtoi(numbers.second, &range.last)) {
    return std::nullopt;
  }
  return range;
}

}  // namespace

std::string EncodeCheckpoint(const Checkpoint& checkpoint) {
  return absl::StrCat(kHead, " log=", checkpoint.log, " number=", checkpoint.number,
                      " sequence=", checkpoint.head.sequence,
                      " hash=", ToHex(checkpoint.head.digest), " segment=", checkpoint.segment,
                      " time=", FieldTime(checkpoint.time),
                      " interval=", absl::ToInt64Seconds(checkpoint.interval),
                      " anchored=", AnchoredText(checkpoint.anchored), " key=", checkpoint.key);
}

absl::StatusOr<SignedCheckpoint> SignCheckpoint(Checkpoint checkpoint,
                                                const Ed25519PrivateKey& key) {
  checkpoint.key = key.public_key().id();
  SignedCheckpoint result;
  result.statement.text = EncodeCheckpoint(checkpoint);
  SUDARE_ASSIGN_OR_RETURN(result.statement.signature, key.Sign(result.statement.text));
  result.checkpoint = std::move(checkpoint);
  return result;
}

std::optional<SignedCheckpoint> DecodeCheckpoint(const SignedStatement& statement) {
  Checkpoint checkpoint;
  FieldReader fields(statement.text, kHead);
  checkpoint.log = std::string(fields.Text("log"));
  checkpoint.number = fields.Number("number");
  checkpoint.head.sequence = fields.Number("sequence");
  const std::optional<Digest> digest = DigestFromHex(fields.Text("hash"));
  checkpoint.segment = fields.Number("segment");
  checkpoint.time = fields.Time("time");
  checkpoint.interval = absl::Seconds(static_cast<int64_t>(fields.Number("interval")));
  const absl::string_view anchored = fields.Text("anchored");
  checkpoint.key = std::string(fields.Text("key"));
  if (!fields.AtEnd() || !digest.has_value() || checkpoint.number == 0) return std::nullopt;
  checkpoint.head.digest = *digest;
  if (anchored != kNoAnchors) {
    for (absl::string_view text : absl::StrSplit(anchored, ',')) {
      std::optional<AnchoredRange> range = RangeFromText(text);
      if (!range.has_value()) return std::nullopt;
      checkpoint.anchored.push_back(*std::move(range));
    }
  }
  // One spelling each, so that two lines about the same never differ.
  if (EncodeCheckpoint(checkpoint) != statement.text) return std::nullopt;
  return SignedCheckpoint{std::move(checkpoint), statement};
}

std::optional<SignedCheckpoint> CheckpointFromLine(absl::string_view line) {
  const std::optional<SignedStatement> statement = FromLine(line);
  return statement.has_value() ? DecodeCheckpoint(*statement) : std::nullopt;
}

std::optional<SignedCheckpoint> CheckpointOf(const sudare::v1::AuditRecord& record) {
  return DecodeCheckpoint({record.checkpoint().statement(), record.checkpoint().signature()});
}

sudare::v1::AuditRecord MakeCheckpointRecord(const SignedCheckpoint& checkpoint) {
  sudare::v1::AuditRecord record;
  record.mutable_checkpoint()->set_statement(checkpoint.statement.text);
  record.mutable_checkpoint()->set_signature(checkpoint.statement.signature);
  return record;
}

bool IsAnchorName(absl::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '_';
         });
}

std::string NewLogId() {
  unsigned char bytes[kLogIdBytes];
  randombytes_buf(bytes, sizeof bytes);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), sizeof bytes));
}

}  // namespace sudare::audit
