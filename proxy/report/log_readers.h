// LogReaders: what the desks share through which staff read the audit log of a running proxy: a
// place among the readers, the record of the access, errors as clients see them.
#ifndef SUDARE_PROXY_REPORT_LOG_READERS_H_
#define SUDARE_PROXY_REPORT_LOG_READERS_H_

#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "policy/policy.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/identity/authenticator.h"

namespace sudare {

// An error with an ErrorDetail (proxy/error.h).
absl::Status LogRefusal(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                        absl::string_view advice);

// Errors of the log and of its readers, as clients see them.
absl::Status LogErrorForClient(const absl::Status& status);

// Thread-safety: share freely. Lifetime: the log outlives it.
class LogReaders {
 public:
  struct Access {
    const Policy& policy;
    const StaffCaller& caller;
    sudare::v1::LogAccess::Kind kind;
    // What was asked for: "2026-10-01 - 2026-10-31".
    std::string period;
  };

  // A place among the readers, while it lives. Each reads the whole log; queries need the machine,
  // too.
  class Place {
   public:
    explicit Place(LogReaders* readers)
        : readers_(readers->readers_), number_(++readers->readers_) {}
    ~Place() { --readers_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    // kResourceExhausted: others have taken all.
    absl::Status status() const;

   private:
    std::atomic<int>& readers_;
    const int number_;
  };

  explicit LogReaders(AuditLog* audit) : audit_(*audit) {}

  // Puts the access on record, durably, with how it ended.
  absl::Status Record(const Access& access, const absl::Status& status);

 private:
  AuditLog& audit_;
  std::atomic<int> readers_{0};
};

}  // namespace sudare

#endif  // SUDARE_PROXY_REPORT_LOG_READERS_H_
