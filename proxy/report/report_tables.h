// The tables of a report: what was counted, in the order in which people read it.
#ifndef SUDARE_PROXY_REPORT_REPORT_TABLES_H_
#define SUDARE_PROXY_REPORT_REPORT_TABLES_H_

#include "proto/audit_report.pb.h"
#include "proxy/report/findings.h"
#include "proxy/report/period.h"
#include "proxy/report/usage.h"

namespace sudare::report {

// Fills all of `report` that comes from sums. Pure.
void FillTables(const Stretches& stretches, const Period& period, sudare::v1::AuditReport* report);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_REPORT_TABLES_H_
