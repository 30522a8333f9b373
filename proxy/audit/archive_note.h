// ArchiveNote: the signed statement that the beginning of a log was moved to an archive.
//
// It stands twice: in the file `archived` of the log's folder, for what was moved away, and in the
// file `archive` of the archive's folder, for what is there. The two begin differently, so that
// neither can stand for the other. A line is added to both with each archiving.
#ifndef SUDARE_PROXY_AUDIT_ARCHIVE_NOTE_H_
#define SUDARE_PROXY_AUDIT_ARCHIVE_NOTE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/statement.h"

namespace sudare::audit {

struct ArchiveNote {
  enum class Side { kLog, kArchive };

  Side side = Side::kLog;
  // Checkpoint::log; empty if the log has never been signed.
  std::string log;
  // What this archiving moved.
  uint64_t first_segment = 0;
  uint64_t last_segment = 0;
  // The last record of `last_segment`.
  ChainHead end;
  // The last checkpoint up to there; 0: none.
  uint64_t checkpoint = 0;
  absl::Time time;
  // Who asked for it, and the folder it went to.
  std::string by;
  std::string to;
  // Ed25519PublicKey::id of the signer.
  std::string key;
};

struct SignedArchiveNote {
  ArchiveNote note;
  SignedStatement statement;
};

// Sets `key`.
absl::StatusOr<SignedArchiveNote> SignArchiveNote(ArchiveNote note, const Ed25519PrivateKey& key);
std::optional<SignedArchiveNote> DecodeArchiveNote(const SignedStatement& statement);

// The notes in `folder` for `side`, oldest first; none if there is no such file. Signatures aren't
// looked at. kDataLoss (DamageKind::kArchiveNote): a line is none. kUnavailable.
absl::StatusOr<std::vector<SignedArchiveNote>> ReadArchiveNotes(const std::string& folder,
                                                                ArchiveNote::Side side);
// Replaces them, durably, all or nothing.
absl::Status WriteArchiveNotes(AuditFiles* files, const std::string& folder, ArchiveNote::Side side,
                               const std::vector<SignedArchiveNote>& notes);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_ARCHIVE_NOTE_H_
