// AuditDesk: where who reviews reads the audit log through a running proxy, and signs a month off.
// The one place that knows the order of
//   duty, a reader's place, record of the access, answer.
#ifndef SUDARE_PROXY_REPORT_AUDIT_DESK_H_
#define SUDARE_PROXY_REPORT_AUDIT_DESK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/audit_service.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/identity/authenticator.h"
#include "proxy/report/log_readers.h"
#include "proxy/report/review_calendar.h"

namespace sudare {

struct AuditDeskParts {
  std::string folder;
  AuditLog* audit = nullptr;
  LogReaders* readers = nullptr;
  report::ReviewCalendar* calendar = nullptr;
  // Whether the calendar has seen the whole log, and what was wrong with it.
  std::function<bool()> is_known = [] { return true; };
  std::function<std::string()> damage = [] { return std::string(); };
  std::function<absl::Time()> clock = absl::Now;
};

// Errors as in audit_service.proto, each with an ErrorDetail (proxy/error.h). Nothing of the log
// leaves before it is durable who wanted it.
//
// Thread-safety: share freely; two may read at once. Lifetime: the parts outlive the desk.
class AuditDesk {
 public:
  // False: nobody takes more; the call ends without error.
  using EntrySink = std::function<bool(const sudare::v1::AuditEntry&)>;
  using RecordSink = std::function<bool(const sudare::v1::AuditRecord&)>;

  explicit AuditDesk(AuditDeskParts parts) : parts_(std::move(parts)) {}

  absl::Status Search(const Policy& policy, const StaffCaller& caller,
                      const sudare::v1::SearchAuditRequest& request, const EntrySink& sink);
  absl::Status Export(const Policy& policy, const StaffCaller& caller,
                      const sudare::v1::ExportAuditRequest& request, const RecordSink& sink);
  absl::StatusOr<sudare::v1::AuditReportResponse> Report(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::AuditReportRequest& request);
  absl::StatusOr<sudare::v1::SignOffResponse> SignOff(const Policy& policy,
                                                      const StaffCaller& caller,
                                                      const sudare::v1::SignOffRequest& request);
  absl::StatusOr<sudare::v1::AuditStatusResponse> Status(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::AuditStatusRequest& request);
  absl::StatusOr<sudare::v1::VerifyAuditResponse> Verify(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::VerifyAuditRequest& request);

 private:
  // OK: the caller holds the duty, and the access is on record. Otherwise the refusal is.
  absl::Status Admit(const LogReaders::Access& access);
  // The report of the month, if the caller may sign it.
  absl::StatusOr<sudare::v1::AuditReport> ReportToSign(const StaffCaller& caller,
                                                       const sudare::v1::SignOffRequest& request);

  const AuditDeskParts parts_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_REPORT_AUDIT_DESK_H_
