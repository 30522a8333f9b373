// AuditLog: the append-only, hash-chained record of who asked what and how it ended.
#ifndef SUDARE_PROXY_AUDIT_AUDIT_LOG_H_
#define SUDARE_PROXY_AUDIT_AUDIT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"

namespace sudare {

namespace audit {
class AuditFiles;
}  // namespace audit

// Thread-safety: internally locked; appends of many threads share one fsync (group commit).
class AuditLog {
 public:
  // A record on its way to the disk.
  class Ticket {
   public:
    virtual ~Ticket() = default;
    // Blocks until the record and all before it are durable; may write them on this thread.
    // kUnavailable: it is not, nothing of it
    // stays in the log, and the log takes nothing more until it can be written again, which it
    // finds out by itself. kResourceExhausted: the record exceeds 16 MiB. The messages are fit for
    // clients.
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
};

struct AuditLogOptions {
  std::string folder;
  uint64_t segment_bytes = 64 << 20;
  std::function<absl::Time()> clock = absl::Now;
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
// `visit` (optional) is called for every good record in order.
absl::StatusOr<AuditVerification> VerifyAuditLog(
    const std::string& folder, absl::string_view expected_head = {},
    const std::function<void(const sudare::v1::AuditRecord&)>& visit = nullptr);

}  // namespace sudare

#endif  // SUDARE_PROXY_AUDIT_AUDIT_LOG_H_
