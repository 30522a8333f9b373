// The audit log as the configuration wants it, and what the server's log says of its checkpoints.
#ifndef SUDARE_PROXY_SERVER_AUDIT_H_
#define SUDARE_PROXY_SERVER_AUDIT_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "proto/config.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/sealed_statement.h"

namespace sudare {

// kInvalidArgument, kPermissionDenied: the signing key can't be used. Else as OpenAuditLog.
absl::StatusOr<std::unique_ptr<AuditLog>> OpenConfiguredAuditLog(const sudare::v1::Config& config);

// Null: statements aren't kept. kInvalidArgument, kNotFound: the key can't be used.
absl::StatusOr<std::shared_ptr<const audit::StatementSealer>> MakeConfiguredSealer(
    const sudare::v1::Audit& audit);

// Says in the server's log when checkpoints can't be made or brought to an anchor, and when they
// can again.
//
// Thread-safety: one thread at a time.
class CheckpointWatch {
 public:
  // Whether all is well.
  bool Look(const AuditCheckpoints& now);

 private:
  // The trouble last told of, by anchor; of the log itself under the empty name.
  std::map<std::string, std::string> told_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_SERVER_AUDIT_H_
