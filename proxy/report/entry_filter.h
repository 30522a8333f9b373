// EntryFilter: which entries of an audit log are asked for.
#ifndef SUDARE_PROXY_REPORT_ENTRY_FILTER_H_
#define SUDARE_PROXY_REPORT_ENTRY_FILTER_H_

#include <optional>

#include "proto/audit_report.pb.h"
#include "proxy/report/organization_scope.h"

namespace sudare::report {

// An entry matches if it has all that the filter asks for. A table is named as in `schema.table` or
// without its schema, a column likewise; refusals and the like have neither.
//
// Memory: of a filter by organization, the ids of its windows. Thread-safety: one thread at a time.
class EntryFilter {
 public:
  explicit EntryFilter(const sudare::v1::AuditFilter& filter);

  // REQUIRES: all entries are asked about in the order of the log, those outside of the period,
  // too.
  bool Matches(const sudare::v1::AuditEntry& entry);

 private:
  const sudare::v1::AuditFilter filter_;
  std::optional<OrganizationScope> scope_;
};

// Only by its period.
bool IsInPeriod(const sudare::v1::AuditFilter& filter, const google::protobuf::Timestamp& time);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ENTRY_FILTER_H_
