// The ledger and the closing report as pages for A4 paper and the screen: everything is inside, no
// script, nothing is fetched.
#ifndef SUDARE_PROXY_LEDGER_LEDGER_HTML_H_
#define SUDARE_PROXY_LEDGER_LEDGER_HTML_H_

#include <string>
#include <vector>

#include "proto/ledger.pb.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

// A4 landscape; each page has the title, the head of the log, and boxes for `stamps` ("課長",
// "担当"), those of the language if there are none. All text of the log is escaped. Pure.
std::string LedgerHtml(const sudare::v1::Ledger& ledger, const std::vector<std::string>& stamps,
                       const report::Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LEDGER_HTML_H_
