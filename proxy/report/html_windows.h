// The table of maintenance windows of a report's page.
#ifndef SUDARE_PROXY_REPORT_HTML_WINDOWS_H_
#define SUDARE_PROXY_REPORT_HTML_WINDOWS_H_

#include <string>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

// HTML, or a sentence where there was none. Pure.
std::string WindowsHtml(const sudare::v1::AuditReport& report, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_HTML_WINDOWS_H_
