// The closing report of one maintenance window, as data.
#ifndef SUDARE_PROXY_LEDGER_CLOSING_REPORT_H_
#define SUDARE_PROXY_LEDGER_CLOSING_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/ledger.pb.h"

namespace sudare::ledger {

// Reads the log twice: for the window, then for all that happened in it and what was usual before.
// Memory by the shapes of queries, of which so many are kept, not by the length of the log. A log
// that was altered gives a report, too, of what came before, and says so. Errors as FindWindow.
absl::StatusOr<sudare::v1::ClosingReport> MakeClosingReport(const std::string& folder,
                                                            const std::string& id, absl::Time now);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_CLOSING_REPORT_H_
