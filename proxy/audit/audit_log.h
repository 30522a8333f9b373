// AuditLog: the append-only, hash-chained record of who asked what and how it ended.
#ifndef SUDARE_PROXY_AUDIT_AUDIT_LOG_H_
#define SUDARE_PROXY_AUDIT_AUDIT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "proto/audit.pb.h"

namespace sudare {

namespace audit {
class Anchor;
class AuditFiles;
}  // namespace audit

// An anchor (proxy/audit/anchor.h) of a log that is signed.
struct AuditAnchorStatus {
  std::string name;
  // Why checkpoints can't be brought there, for operators; empty: they can.
  std::string trouble;
  // The last checkpoint it holds; 0: none yet.
  uint64_t anchored = 0;
  // Checkpoints of the log that it doesn't hold yet, and when the oldest of them was made.
  uint64_t lacking = 0;
  std::optional<absl::Time> lacking_since;
};

// What a log tells of its checkpoints (proxy/audit/checkpoint.h).
struct AuditCheckpoints {
  // Ed25519PublicKey::id of the key that signs; empty: the log isn't signed.
  std::string key;
  // The last one's, 0: none yet.
  uint64_t number = 0;
  absl::Time time;
  // Why none can be made, for operators; empty: they can.
  std::string trouble;
  std::vector<AuditAnchorStatus> anchors;
};

// Thread-safety: internally locked; appends of many threads share one fsync (group commit).
class AuditLog {
 public:
  // A record on its way to the disk.
  class Ticket {
   public:
    virtual ~Ticket() = default;
    // Sees to it that the record will soon be durable, before there is anything else to do: writes
    // it on this thread, unless others are being written, or were a moment ago. Never waits for
    // another thread; Wait still has to tell how it went.
    virtual void Start() {}
    // Blocks until the record and all before it are durable; may write them on this thread.
    // kUnavailable: it is not, nothing of it stays in the log, and the log takes nothing more until
    // it can be written again, which it finds out by itself. kResourceExhausted: the record exceeds
    // 16 MiB. The messages are fit for clients.
    virtual absl::Status Wait() = 0;
  };

  virtual ~AuditLog() = default;

  // Takes `record` (sequence, time and previous_hash are set here) and returns at once; order of
  // calls is the order of the log. It is written when somebody waits, or within some hundredths of
  // a second. Never null. Nobody may be waiting when the log ends; it ends with all it took
  // written or failed.
  virtual std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord record) = 0;

  // For records that nobody waits for: durable together with the next ones, or within some
  // hundredths of a second, so that they cost no sync of their own. A crash before that loses them.
  // Whether they could be written is told by the next Append, and by Health().
  virtual void AppendSoon(sudare::v1::AuditRecord record) { Append(std::move(record)); }

  // Append and Wait.
  absl::Status AppendDurably(sudare::v1::AuditRecord record) {
    return Append(std::move(record))->Wait();
  }

  // OK, or why the log can't be written now, in the system's words: for operators.
  virtual absl::Status Health() const = 0;

  virtual AuditCheckpoints Checkpoints() const { return {}; }
};

// How a log is signed.
struct AuditSigning {
  // Null: it isn't.
  std::shared_ptr<const Ed25519PrivateKey> key;
  // A checkpoint after this time, if anything was written; whole seconds. And after so many
  // records, when a segment is full, at the start and at the end.
  absl::Duration interval = absl::Seconds(60);
  uint64_t records = 10'000;
  // Where checkpoints are brought; their names differ.
  std::vector<std::shared_ptr<audit::Anchor>> anchors;
  // How often it is looked whether one is due, and the first pause before an anchor that is away is
  // tried again. For tests.
  absl::Duration look = absl::Milliseconds(200);
  absl::Duration first_retry = absl::Seconds(1);
};

struct AuditLogOptions {
  std::string folder;
  uint64_t segment_bytes = 64 << 20;
  std::function<absl::Time()> clock = absl::Now;
  AuditSigning signing;
  // The file system; null is the real one. Tests put faults here.
  audit::AuditFiles* files = nullptr;
};

// Opens or makes the folder, recovers from a torn tail (told from tampering, and recorded) and
// continues the chain. kDataLoss: the log was altered; it is left as it is. kFailedPrecondition:
// another process holds the log. kUnavailable: folder or files can't be opened or written. The
// folder's parent must exist. The last segment is checked whole, the older ones by VerifyAuditLog
// only.
absl::StatusOr<std::unique_ptr<AuditLog>> OpenAuditLog(const AuditLogOptions& options);

struct AuditVerification {
  // Sequence of the last one.
  uint64_t records = 0;
  uint64_t segments = 0;
  // Hexadecimal hash of the last record: the head to write down elsewhere.
  std::string head;
  // An unfinished record at the very end, as a crash leaves it.
  bool torn_tail = false;
};

// Streams with little memory; may run while the log is being written, by this process or another.
// kNotFound: no such folder. kInvalidArgument: `expected_head` is no hash. kUnavailable: a file
// can't be read. kDataLoss: changed, removed, reordered or truncated; the message says in which
// segment and record. `expected_head` (optional): the log must contain a record with this hash.
// `visit` (optional) is called for every good record in order. Signatures and anchors aren't looked
// at: proxy/audit/verification.h.
absl::StatusOr<AuditVerification> VerifyAuditLog(
    const std::string& folder, absl::string_view expected_head = {},
    const std::function<void(const sudare::v1::AuditRecord&)>& visit = nullptr);

}  // namespace sudare

#endif  // SUDARE_PROXY_AUDIT_AUDIT_LOG_H_
