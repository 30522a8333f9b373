#include "proxy/ledger/log_reading.h"

#include "proxy/audit/audit_log.h"

namespace sudare::ledger {

using sudare::v1::AuditRecord;
using sudare::v1::LedgerLog;

absl::StatusOr<LedgerLog> ReadLog(const std::string& folder,
                                  const std::function<void(const AuditRecord&)>& visit) {
  LedgerLog log;
  const absl::StatusOr<AuditVerification> verified =
      VerifyAuditLog(folder, "", [&](const AuditRecord& record) {
        if (!log.has_first_record()) {
          *log.mutable_first_record() = record.time();
          log.set_first_sequence(record.sequence());
        }
        *log.mutable_last_record() = record.time();
        log.set_records(record.sequence());
        visit(record);
      });
  if (verified.ok()) {
    log.set_head(verified->head);
    log.set_torn_tail(verified->torn_tail);
    return log;
  }
  if (!absl::IsDataLoss(verified.status())) return verified.status();
  log.set_damage(std::string(verified.status().message()));
  return log;
}

}  // namespace sudare::ledger
