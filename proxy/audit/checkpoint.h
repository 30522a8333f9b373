// Checkpoint: the signed statement that the log had a certain record, with all before it.
// docs/formats/audit.md describes the line.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_AUDIT_CHECKPOINT_H_
#define SUDARE_PROXY_AUDIT_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "proto/audit.pb.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/statement.h"

namespace sudare::audit {

// What an anchor said it holds: the checkpoints from `first` to `last`.
struct AnchoredRange {
  std::string anchor;
  uint64_t first = 0;
  uint64_t last = 0;
};

struct Checkpoint {
  // Random, the same for all checkpoints of a log: 32 hexadecimal digits.
  std::string log;
  // 1, 2, 3, … without gap over the whole log.
  uint64_t number = 0;
  // The last record that it covers, and the segment that one is in.
  ChainHead head;
  uint64_t segment = 0;
  absl::Time time;
  // No record stays uncovered longer while the log is signed. Whole seconds.
  absl::Duration interval;
  // When it was made.
  std::vector<AnchoredRange> anchored;
  // Ed25519PublicKey::id of its signer.
  std::string key;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  SignedStatement statement;
};

std::string EncodeCheckpoint(const Checkpoint& checkpoint);
// Sets `key`. Errors: those of Ed25519PrivateKey::Sign.
absl::StatusOr<SignedCheckpoint> SignCheckpoint(Checkpoint checkpoint,
                                                const Ed25519PrivateKey& key);

// Nothing if it is none; the signature isn't looked at.
std::optional<SignedCheckpoint> DecodeCheckpoint(const SignedStatement& statement);
std::optional<SignedCheckpoint> CheckpointFromLine(absl::string_view line);
// REQUIRES: record.has_checkpoint().
std::optional<SignedCheckpoint> CheckpointOf(const sudare::v1::AuditRecord& record);
sudare::v1::AuditRecord MakeCheckpointRecord(const SignedCheckpoint& checkpoint);

// Whether an anchor may be called so: 1 to 32 of a-z, 0-9, `-` and `_`.
bool IsAnchorName(absl::string_view name);
// 32 hexadecimal digits.
std::string NewLogId();

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_CHECKPOINT_H_
