// OrganizationScope: which entries of a log are about one organization.
#ifndef SUDARE_PROXY_REPORT_ORGANIZATION_SCOPE_H_
#define SUDARE_PROXY_REPORT_ORGANIZATION_SCOPE_H_

#include <set>
#include <string>

#include "proto/audit_report.pb.h"

namespace sudare::report {

// Those of its accounts, the changes of maintenance windows in which persons of it were to connect,
// and the commands that were run for these windows. An account without organization belongs to
// none.
//
// Memory: the ids of its windows. Thread-safety: one thread at a time.
class OrganizationScope {
 public:
  // REQUIRES: not empty.
  explicit OrganizationScope(std::string organization) : organization_(std::move(organization)) {}

  const std::string& organization() const { return organization_; }

  // REQUIRES: the entries come in the order of the log, from its beginning: a command says only the
  // id of its window.
  bool Includes(const sudare::v1::AuditEntry& entry);
  // Of a window that the entries so far told of.
  bool IncludesWindow(const std::string& id) const { return windows_.count(id) > 0; }

 private:
  const std::string organization_;
  std::set<std::string> windows_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ORGANIZATION_SCOPE_H_
