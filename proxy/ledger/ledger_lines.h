// The ledger as lines of texts: for a terminal's table, and CSV for spreadsheets.
#ifndef SUDARE_PROXY_LEDGER_LEDGER_LINES_H_
#define SUDARE_PROXY_LEDGER_LEDGER_LINES_H_

#include <string>
#include <vector>

#include "proto/ledger.pb.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

struct LedgerTable {
  std::vector<std::string> headings;
  // A line for each window, as many texts as headings.
  std::vector<std::vector<std::string>> lines;
};

// What a screen bears. Pure, as the rest.
LedgerTable ScreenTable(const sudare::v1::Ledger& ledger, const report::Words& words);
// What stands below it: the log that was read, and whether it is whole.
std::vector<std::string> FootLines(const sudare::v1::Ledger& ledger, const report::Words& words);

// All there is of each window; a line also says which log it was made from, and whether that is
// whole. Nothing in it is taken for a formula.
std::string LedgerCsv(const sudare::v1::Ledger& ledger, const report::Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LEDGER_LINES_H_
