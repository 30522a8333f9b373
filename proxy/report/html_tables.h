// The parts of a report's page that are tables and charts.
#ifndef SUDARE_PROXY_REPORT_HTML_TABLES_H_
#define SUDARE_PROXY_REPORT_HTML_TABLES_H_

#include <string>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

// Each is HTML, and says in a sentence where there is nothing. Pure.
std::string AccountsHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string ChartsHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string ClassesHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string RefusalsHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string StaffHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string ShapesHtml(const sudare::v1::AuditReport& report, const Words& words);
// For an organization's own auditor: times and hashes.
std::string PoliciesHtml(const sudare::v1::AuditReport& report, const Words& words);
std::string EventsHtml(const sudare::v1::AuditReport& report, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_HTML_TABLES_H_
