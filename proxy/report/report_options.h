// What counts as out of the ordinary: defaults and limits.
#ifndef SUDARE_PROXY_REPORT_REPORT_OPTIONS_H_
#define SUDARE_PROXY_REPORT_REPORT_OPTIONS_H_

#include "absl/status/statusor.h"
#include "proto/audit_report.pb.h"

namespace sudare::report {

// Fills in the defaults that docs/report.md explains. kInvalidArgument: working hours that end
// before they begin, a holiday that is no day, a rise below 1.
absl::StatusOr<sudare::v1::AuditReportOptions> WithDefaults(sudare::v1::AuditReportOptions options);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_REPORT_OPTIONS_H_
