// What a ledger says of the audit log that it was made from.
#ifndef SUDARE_PROXY_LEDGER_LOG_READING_H_
#define SUDARE_PROXY_LEDGER_LOG_READING_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "proto/audit.pb.h"
#include "proto/ledger.pb.h"

namespace sudare::ledger {

// Verifies the log and visits its records, up to damage if there is any, which `damage` tells.
// Other errors are those of VerifyAuditLog.
absl::StatusOr<sudare::v1::LedgerLog> ReadLog(
    const std::string& folder, const std::function<void(const sudare::v1::AuditRecord&)>& visit);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LOG_READING_H_
