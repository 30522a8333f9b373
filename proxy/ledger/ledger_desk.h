// LedgerDesk: where staff get the ledger and closing reports of maintenance windows through a
// running proxy. The order of duty, record of the access, a reader's place, answer is that of the
// AuditDesk.
#ifndef SUDARE_PROXY_LEDGER_LEDGER_DESK_H_
#define SUDARE_PROXY_LEDGER_LEDGER_DESK_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/window.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/report/log_readers.h"

namespace sudare {

// Errors as in window.proto, each with an ErrorDetail (proxy/error.h). Nothing of the log leaves
// before it is durable who wanted it.
//
// Thread-safety: share freely. Lifetime: the readers outlive it.
class LedgerDesk {
 public:
  // `folder`: of the log's segments.
  LedgerDesk(std::string folder, LogReaders* readers, std::function<absl::Time()> clock = absl::Now)
      : folder_(std::move(folder)), readers_(*readers), clock_(std::move(clock)) {}

  absl::StatusOr<sudare::v1::LedgerResponse> Ledger(const Policy& policy, const StaffCaller& caller,
                                                    const sudare::v1::LedgerRequest& request);
  absl::StatusOr<sudare::v1::LedgerResponse> ClosingReport(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::ClosingReportRequest& request);

 private:
  // OK: the caller holds a duty, and the access is on record. Otherwise the refusal is.
  absl::Status Admit(const LogReaders::Access& access);

  const std::string folder_;
  LogReaders& readers_;
  const std::function<absl::Time()> clock_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_LEDGER_LEDGER_DESK_H_
