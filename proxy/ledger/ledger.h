// The ledger of maintenance windows of a period, as data; the documents are made of it
// (ledger_document.h).
#ifndef SUDARE_PROXY_LEDGER_LEDGER_H_
#define SUDARE_PROXY_LEDGER_LEDGER_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/ledger.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/report/period.h"

namespace sudare::ledger {

struct LedgerWish {
  // Windows whose planned time touches it.
  report::Period period;
  // Numbers; empty: all.
  std::set<std::string> windows;
  std::set<sudare::v1::Window::State> states;
};

// Reads the whole log once and verifies it on the way; memory by the windows of the period, not by
// the length of the log. A log that was altered or damaged gives a ledger, too, of the records
// before the damage, and says so in `log.damage`.
//
// Errors: kNotFound, kUnavailable: those of VerifyAuditLog.
absl::StatusOr<sudare::v1::Ledger> MakeLedger(const std::string& folder, const LedgerWish& wish,
                                              absl::Time now);

struct OneWindow {
  sudare::v1::LedgerLog log;
  sudare::v1::LedgerRow row;
};

// The window of this number, the last that had it, whenever it was. Errors as MakeLedger, and
// kNotFound with an ErrorDetail: the log tells of no such window; kDataLoss: nor does what could be
// read of a damaged one.
absl::StatusOr<OneWindow> FindWindow(const std::string& folder, const std::string& id);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LEDGER_H_
