// A report as a document, in the format and language that were asked for.
#ifndef SUDARE_PROXY_REPORT_DOCUMENT_H_
#define SUDARE_PROXY_REPORT_DOCUMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/audit_report.pb.h"

namespace sudare::report {

// `format`: "html", "csv" or "json", html where it is empty; `language`: "ja" or "en", ja where it
// is empty. kInvalidArgument: others. Pure.
absl::StatusOr<std::string> DocumentOf(const sudare::v1::AuditReport& report,
                                       absl::string_view format, absl::string_view language);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_DOCUMENT_H_
