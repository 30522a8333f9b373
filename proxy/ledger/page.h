// What the pages of the ledger and of closing reports have in common.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_LEDGER_PAGE_H_
#define SUDARE_PROXY_LEDGER_PAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "proto/ledger.pb.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

// A document with this title (text) and body (HTML). `paper`: "A4 landscape".
std::string Page(absl::string_view title, absl::string_view paper, absl::string_view body,
                 const report::Words& words);

// Lines of text as HTML, each on a line of its own; empty ones are left out.
std::string LinesHtml(const std::vector<std::string>& lines);
// Small and grey; "" of nothing.
std::string SmallHtml(absl::string_view text);

// Whether the log is whole, where it isn't in red.
std::string VerificationHtml(const sudare::v1::LedgerLog& log, const report::Words& words);

// "令和8年11月" or "November 2026".
std::string MonthText(absl::CivilMonth month, const report::Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_PAGE_H_
