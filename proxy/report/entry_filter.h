// EntryFilter: which entries of an audit log are asked for.
#ifndef SUDARE_PROXY_REPORT_ENTRY_FILTER_H_
#define SUDARE_PROXY_REPORT_ENTRY_FILTER_H_

#include "proto/audit_report.pb.h"

namespace sudare::report {

// Whether `entry` has all that `filter` asks for. A table is named as in `schema.table` or without
// its schema, a column likewise; refusals and the like have neither. Pure.
bool Matches(const sudare::v1::AuditFilter& filter, const sudare::v1::AuditEntry& entry);

// Only by its period.
bool IsInPeriod(const sudare::v1::AuditFilter& filter, const google::protobuf::Timestamp& time);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ENTRY_FILTER_H_
