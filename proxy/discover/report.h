// The report: what was found, for people.
#ifndef SUDARE_PROXY_DISCOVER_REPORT_H_
#define SUDARE_PROXY_DISCOVER_REPORT_H_

#include <string>

#include "proxy/discover/discover.h"

namespace sudare::discover {

// A line for each column: class, how sure, what values look like, why; then columns that share
// values, tables that were not read, and counts. Holds no value and no digit of one.
std::string ReportText(const Discovery& discovery);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_REPORT_H_
