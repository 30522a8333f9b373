// Verification: is a log, with its checkpoints, anchors and archives, what was once written?
#ifndef SUDARE_PROXY_AUDIT_VERIFICATION_H_
#define SUDARE_PROXY_AUDIT_VERIFICATION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "proto/audit.pb.h"
#include "proxy/audit/anchor.h"
#include "proxy/audit/archive_note.h"
#include "proxy/audit/checkpoint.h"

namespace sudare::audit {

struct VerifyOptions {
  // The log's, or that of an archive.
  std::string folder;
  // Folders that older segments of it were archived to.
  std::vector<std::string> archives;
  // The log must contain a record with this hash (hexadecimal), if it isn't empty.
  std::string expected_head;
  // Whose signatures count. Empty: signatures aren't checked.
  std::vector<Ed25519PublicKey> keys;
  // REQUIRES: keys. Read before the log is, so that a log being written isn't behind them.
  std::vector<AnchorLines> anchors;
  // Called for every good record in order.
  std::function<void(const sudare::v1::AuditRecord&)> visit;
  // Called now and then with the bytes read so far.
  std::function<void(uint64_t)> progress;
};

// What an anchor was found to hold.
struct AnchorReading {
  std::string title;
  uint64_t checkpoints = 0;
  std::optional<Checkpoint> last;
  // Checkpoints of the log after its last one, and when the first of them was made.
  uint64_t lacking = 0;
  std::optional<absl::Time> lacking_since;
  bool has_torn_end = false;
};

struct Verification {
  // Segments read, and the records in them; none: last_record is before first_record.
  uint64_t first_segment = 1;
  uint64_t segments = 0;
  uint64_t first_record = 1;
  uint64_t last_record = 0;
  uint64_t bytes = 0;
  // Of the last record, hexadecimal.
  std::string head;
  // An unfinished record at the very end, as a crash leaves it.
  bool torn_tail = false;
  // Read in the log; their signatures are good if there were keys.
  uint64_t checkpoints = 0;
  std::optional<Checkpoint> last_checkpoint;
  // Records at the end that no checkpoint covers yet; checkpoints don't count.
  uint64_t uncovered = 0;
  // What was read begins behind archived segments, or ends before segments that weren't.
  std::optional<ArchiveNote> begins_after;
  std::optional<ArchiveNote> ends_with;
  std::vector<AnchorReading> anchors;
};

// Streams; memory: some MiB, and the lines of the anchors. Needs no lock, and may run while the log
// is being written or archived. kNotFound: no such folder. kInvalidArgument: `expected_head` is no
// hash. kUnavailable: a file can't be read. kDataLoss: DamageOf() says what was found, the message
// in words.
absl::StatusOr<Verification> Verify(const VerifyOptions& options);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_VERIFICATION_H_
