// The report as one HTML page: everything is inside, no script, nothing is fetched; for the screen
// and for A4 paper.
#ifndef SUDARE_PROXY_REPORT_HTML_REPORT_H_
#define SUDARE_PROXY_REPORT_HTML_REPORT_H_

#include <string>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

// Shows what the report holds and nothing else; all text of the log is escaped. Pure.
std::string HtmlReport(const sudare::v1::AuditReport& report, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_HTML_REPORT_H_
