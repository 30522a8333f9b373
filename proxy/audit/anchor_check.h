// AnchorCheck: holds what an anchor has against the records and checkpoints of a log.
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_AUDIT_ANCHOR_CHECK_H_
#define SUDARE_PROXY_AUDIT_ANCHOR_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/base/ed25519.h"
#include "proxy/audit/anchor.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/verification.h"

namespace sudare::audit {

class AnchorCheck {
 public:
  // `lines` and `keys` outlive it. kDataLoss: a line is no checkpoint, is by an unknown key, of
  // another log than the others, or doesn't follow the one before it.
  static absl::StatusOr<AnchorCheck> Make(const AnchorLines& lines,
                                          const std::vector<Ed25519PublicKey>& keys);

  // The log's records, in order. kDataLoss: it isn't the one that was anchored.
  absl::Status OnRecord(uint64_t segment, uint64_t sequence, const Digest& digest);
  // The log's checkpoints, in order, their signatures good.
  absl::Status OnCheckpoint(uint64_t segment, const SignedCheckpoint& checkpoint);
  // Afterwards. `found` holds all that was found in the log.
  absl::StatusOr<AnchorReading> Finish(const Verification& found);

 private:
  struct Entry {
    uint64_t number;
    ChainHead head;
    // The log has the same checkpoint, whose signature is good.
    bool is_in_log;
  };

  AnchorCheck(const AnchorLines& lines, const std::vector<Ed25519PublicKey>& keys)
      : lines_(&lines), keys_(&keys) {}

  absl::Status Add(const std::string& line);
  SignedCheckpoint At(size_t index) const { return *CheckpointFromLine(lines_->lines[index]); }
  // OK: it was signed.
  absl::Status CheckSignatureOf(size_t index) const;
  absl::Status CheckStart(const Verification& found) const;
  // Whether the anchor, read once more, holds what it held, and all of `range`.
  bool HasGrownTo(const AnchoredRange& range) const;
  std::string LineName(size_t index) const;

  const AnchorLines* lines_;
  const std::vector<Ed25519PublicKey>* keys_;
  std::string log_;
  std::vector<Entry> entries_;
  // The first entry that isn't about a record already seen.
  size_t next_ = 0;
  std::optional<absl::Time> lacking_since_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_ANCHOR_CHECK_H_
