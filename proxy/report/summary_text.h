// The head of a report, and the rules at its end, in sentences.
#ifndef SUDARE_PROXY_REPORT_SUMMARY_TEXT_H_
#define SUDARE_PROXY_REPORT_SUMMARY_TEXT_H_

#include <string>
#include <vector>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

// Whether it is one organization's part, for its own auditor.
bool IsOfOrganization(const sudare::v1::AuditReport& report);

// What happened in the period and whether anything needs attention: a few sentences.
std::vector<std::string> SummaryOf(const sudare::v1::AuditReport& report, const Words& words);

// The rules by which findings are made, with the thresholds of this report.
std::vector<std::string> RulesOf(const sudare::v1::AuditReport& report, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_SUMMARY_TEXT_H_
