// EntryReader: brings what was about to be done and how it ended together, record by record.
#ifndef SUDARE_PROXY_REPORT_ENTRY_READER_H_
#define SUDARE_PROXY_REPORT_ENTRY_READER_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "proto/audit.pb.h"
#include "proto/audit_report.pb.h"
#include "proxy/audit/audit_log.h"

namespace sudare::report {

using EntryVisitor = std::function<void(const sudare::v1::AuditEntry&)>;

// The first record that a server writes: what ran under the one before has ended.
bool IsServerStart(const sudare::v1::AuditRecord& record);

// Memory: the queries that are running at one time, kMostOpen at most, and the windows that are
// about to change, kMostChanges at most. Thread-safety: one thread at a time.
class EntryReader {
 public:
  // A log that holds more running queries at once than any proxy admits gives the oldest up.
  static constexpr size_t kMostOpen = 10'000;
  static constexpr size_t kMostChanges = 1000;

  explicit EntryReader(EntryVisitor visit) : visit_(std::move(visit)) {}

  // In order of the log. A query comes when its outcome does; one that has none when the next
  // server starts, or at the end. Outcomes never come by themselves. A change of a window comes
  // twice, as in the log; how it ended has the window of what was about to be done.
  void Add(const sudare::v1::AuditRecord& record);
  // The log is at its end.
  void Finish();

 private:
  void GiveUp(size_t most);
  void JoinChange(sudare::v1::AuditEntry* entry);

  const EntryVisitor visit_;
  // By sequence: the oldest first.
  std::map<uint64_t, sudare::v1::AuditEntry> open_;
  absl::flat_hash_map<std::string, uint64_t> sequence_of_;
  struct Change {
    std::string call_id;
    sudare::v1::Window after;
  };
  // The oldest first.
  std::deque<Change> changes_;
};

// Verifies the log and reads it in one pass. Entries come before what is wrong behind them is
// known. Errors: those of VerifyAuditLog.
absl::StatusOr<AuditVerification> ReadEntries(const std::string& folder, const EntryVisitor& visit);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ENTRY_READER_H_
