// The report of a period of the audit log, as data; report_html.h and report_csv.h write it for
// people.
#ifndef SUDARE_PROXY_REPORT_REPORT_H_
#define SUDARE_PROXY_REPORT_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/audit_report.pb.h"
#include "proxy/report/period.h"

namespace sudare::report {

// Reads the whole log once, with memory by what there is in it (accounts, classes, shapes, days),
// not by its length, and verifies it on the way. A log that was altered or damaged gives a report,
// too, of the records before the damage, and says so in `log.damage` and its first finding.
//
// `options.organization`: only what is its own, without what people wrote; verified is the whole
// log.
//
// Errors: kInvalidArgument: options that contradict each other, an organization of which there is
// no record. kNotFound, kUnavailable: those of VerifyAuditLog.
absl::StatusOr<sudare::v1::AuditReport> MakeReport(const std::string& folder, const Period& period,
                                                   const sudare::v1::AuditReportOptions& options,
                                                   absl::Time now);

// Whether the member did more in the period than review it.
bool IsOperator(const sudare::v1::AuditReport& report, const std::string& staff);

// How many findings need attention.
int NeedsAttention(const sudare::v1::AuditReport& report);

// The report as JSON, with the field names of audit_report.proto.
std::string ReportJson(const sudare::v1::AuditReport& report);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_REPORT_H_
