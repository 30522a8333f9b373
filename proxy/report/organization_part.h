// OrganizationPart: what of a log is shown to one organization's own auditor.
#ifndef SUDARE_PROXY_REPORT_ORGANIZATION_PART_H_
#define SUDARE_PROXY_REPORT_ORGANIZATION_PART_H_

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/log_scrubber.h"
#include "proto/audit_report.pb.h"
#include "proxy/report/organization_scope.h"

namespace sudare::report {

// Cuts entries before anything is counted, so that no sum, table or finding can hold what isn't the
// organization's.
//
// Memory: ids of its windows, names of organizations. Thread-safety: one thread at a time.
class OrganizationPart {
 public:
  // REQUIRES: a name.
  static absl::StatusOr<std::unique_ptr<OrganizationPart>> Create(const std::string& organization);

  // What is left of the entry; unset: nothing. Without purposes and remarks; the purpose and the
  // ticket of a window without long numbers; of a policy its hash only. REQUIRES: the entries come
  // in the order of the log.
  std::optional<sudare::v1::AuditEntry> Take(const sudare::v1::AuditEntry& entry);

  // kInvalidArgument: no entry was about it; names those that there are.
  absl::Status Check() const;

 private:
  OrganizationPart(const std::string& organization, std::unique_ptr<const LogScrubber> purpose,
                   std::unique_ptr<const LogScrubber> ticket)
      : scope_(organization), purpose_(std::move(purpose)), ticket_(std::move(ticket)) {}

  void Learn(const sudare::v1::AuditEntry& entry);
  sudare::v1::Window Cut(const sudare::v1::Window& window) const;

  OrganizationScope scope_;
  const std::unique_ptr<const LogScrubber> purpose_;
  const std::unique_ptr<const LogScrubber> ticket_;
  // All that the log tells of.
  std::set<std::string> organizations_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ORGANIZATION_PART_H_
