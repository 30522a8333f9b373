// What is out of the ordinary about maintenance windows. docs/report.md gives the rules in words.
#ifndef SUDARE_PROXY_REPORT_WINDOW_FINDINGS_H_
#define SUDARE_PROXY_REPORT_WINDOW_FINDINGS_H_

#include <vector>

#include "proto/audit_report.pb.h"

namespace sudare::report {

// All of them need attention. Pure.
std::vector<sudare::v1::AuditReport::Finding> FindInWindow(
    const sudare::v1::AuditReport::WindowUse& window);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_WINDOW_FINDINGS_H_
