// WindowTally: what the audit log says of one maintenance window, summed up.
#ifndef SUDARE_PROXY_LEDGER_WINDOW_TALLY_H_
#define SUDARE_PROXY_LEDGER_WINDOW_TALLY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "proto/audit_report.pb.h"
#include "proto/ledger.pb.h"

namespace sudare::ledger {

// Counts one query or refusal more.
void Count(const sudare::v1::AuditEntry& entry, sudare::v1::LedgerRow::Use* use);

// Memory: by classes, columns and accounts, not by queries. Thread-safety: one thread at a time.
class WindowTally {
 public:
  explicit WindowTally(sudare::v1::Window window) { Replace(std::move(window)); }

  // As it is from now on.
  void Replace(sudare::v1::Window window);
  // A query with how it ended, or a refusal.
  void Add(const sudare::v1::AuditEntry& entry);
  void AddDetokenization() { row_.set_detokenizations(row_.detokenizations() + 1); }
  void AddFailedCommand() { row_.set_failed_commands(row_.failed_commands() + 1); }
  void AddRefusedChange() { row_.set_refused_changes(row_.refused_changes() + 1); }
  // A change was begun, and no record says how it ended; KIND_UNSPECIFIED: it is settled.
  void SetUnsettled(sudare::v1::WindowEvent::Kind kind) { row_.set_unsettled(kind); }

  const sudare::v1::Window& window() const { return row_.window(); }
  sudare::v1::LedgerRow Row() const;

 private:
  struct ClassSum {
    uint64_t queries = 0;
    uint64_t rows = 0;
    std::set<std::string> columns;
  };

  // Without what is kept below.
  sudare::v1::LedgerRow row_;
  // By class and mask.
  std::map<std::pair<std::string, std::string>, ClassSum> classes_;
  std::map<std::string, sudare::v1::LedgerRow::Use> accounts_;
  absl::Time first_query_ = absl::InfiniteFuture();
  absl::Time last_query_ = absl::InfinitePast();
};

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_WINDOW_TALLY_H_
