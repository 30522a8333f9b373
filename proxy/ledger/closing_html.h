// The closing report of one maintenance window as a page for A4 paper and the screen.
#ifndef SUDARE_PROXY_LEDGER_CLOSING_HTML_H_
#define SUDARE_PROXY_LEDGER_CLOSING_HTML_H_

#include <string>

#include "proto/ledger.pb.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

// Everything is inside, no script, nothing is fetched. All text of the log is escaped. Pure.
std::string ClosingHtml(const sudare::v1::ClosingReport& report, const report::Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_CLOSING_HTML_H_
