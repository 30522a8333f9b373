// The report as CSV: one line a figure, so that a spreadsheet can sort and sum it.
#ifndef SUDARE_PROXY_REPORT_CSV_REPORT_H_
#define SUDARE_PROXY_REPORT_CSV_REPORT_H_

#include <string>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

// Columns: section, subject, detail, item, value. Sections and items are the same in all languages,
// sentences are not. Pure.
std::string CsvReport(const sudare::v1::AuditReport& report, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_CSV_REPORT_H_
