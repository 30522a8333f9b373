// CheckpointCheck: holds a log's checkpoints, and its anchors, against its records.
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_AUDIT_CHECKPOINT_CHECK_H_
#define SUDARE_PROXY_AUDIT_CHECKPOINT_CHECK_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/base/ed25519.h"
#include "proto/audit.pb.h"
#include "proxy/audit/anchor_check.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/verification.h"

namespace sudare::audit {

class CheckpointCheck {
 public:
  // Both outlive it. Without keys checkpoints are only counted. Errors: those of AnchorCheck::Make.
  static absl::StatusOr<CheckpointCheck> Make(const std::vector<Ed25519PublicKey>& keys,
                                              const std::vector<AnchorLines>& anchors);

  // Before the first record: what stands before it. `number` is that of the last checkpoint there,
  // if that is known; `log` the log's id.
  void Begin(const ChainHead& before, std::optional<uint64_t> number, const std::string& log);
  // The records, in order.
  absl::Status OnRecord(uint64_t segment, const sudare::v1::AuditRecord& record,
                        const Digest& digest);
  // After the last record; adds what was found to `found`.
  absl::Status Finish(Verification* found);

 private:
  struct Seen {
    Digest digest;
    absl::Time time;
    bool is_checkpoint;
  };

  explicit CheckpointCheck(const std::vector<Ed25519PublicKey>& keys) : keys_(keys) {}

  absl::Status OnCheckpoint(uint64_t segment, uint64_t record, const SignedCheckpoint& signed_one);
  absl::Status CheckSigner(uint64_t segment, uint64_t record, const SignedCheckpoint& signed_one);
  absl::Status CheckOrder(uint64_t segment, uint64_t record, const Checkpoint& checkpoint);
  absl::Status CheckDigest(uint64_t segment, const Checkpoint& checkpoint);
  absl::Status CheckCover(Verification* found) const;
  void Remember(const sudare::v1::AuditRecord& record, const Digest& digest);
  void Forget(uint64_t up_to);

  const std::vector<Ed25519PublicKey>& keys_;
  std::vector<AnchorCheck> anchors_;
  ChainHead before_;
  std::optional<uint64_t> number_;
  std::string log_;
  uint64_t count_ = 0;
  std::optional<Checkpoint> last_;
  // The records that the next checkpoint may be about: from sequence `first_seen_` on.
  std::deque<Seen> seen_;
  uint64_t first_seen_ = 1;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_CHECKPOINT_CHECK_H_
