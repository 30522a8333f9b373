// Findings: what is out of the ordinary in a period, measured by what was usual before.
// docs/report.md gives the rules in words.
#ifndef SUDARE_PROXY_REPORT_FINDINGS_H_
#define SUDARE_PROXY_REPORT_FINDINGS_H_

#include <cstdint>
#include <vector>

#include "proto/audit_report.pb.h"
#include "proxy/report/usage.h"

namespace sudare::report {

struct Stretches {
  const Usage& now;
  const Usage& before;
  // Days of each; 0 before: nothing to compare with.
  int64_t days = 0;
  int64_t days_before = 0;
};

// Those that need attention first, otherwise by rule, account and staff. `options` are complete.
// What is usual of an account and was reported when it began doesn't come again. Pure.
std::vector<sudare::v1::AuditReport::Finding> FindUnusual(
    const Stretches& stretches, const sudare::v1::AuditReportOptions& options);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_FINDINGS_H_
