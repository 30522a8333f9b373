// AuditSource: where `audit` and `ledger` read: a log's folder on this machine, or a running
// proxy.
#ifndef SUDARE_PROXY_CLI_AUDIT_SOURCE_H_
#define SUDARE_PROXY_CLI_AUDIT_SOURCE_H_

#include <functional>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/audit_service.pb.h"
#include "proto/window.pb.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/console.h"

namespace sudare {

struct AuditSourceFlags {
  std::string folder;
  ConnectionFlags connection;
};

// The folder as an argument that may be left out, and the flags of a connection.
void AddAuditSourceFlags(CLI::App& command, AuditSourceFlags* flags);

// Thread-safety: one thread at a time.
class AuditSource {
 public:
  using EntryVisitor = std::function<void(const sudare::v1::AuditEntry&)>;
  using RecordVisitor = std::function<void(const sudare::v1::AuditRecord&)>;

  virtual ~AuditSource() = default;

  // What was read before an error has been visited. kDataLoss: the log was altered.
  virtual absl::Status Search(const sudare::v1::SearchAuditRequest& request,
                              const EntryVisitor& visit) = 0;
  virtual absl::Status Export(const sudare::v1::ExportAuditRequest& request,
                              const RecordVisitor& visit) = 0;
  virtual absl::StatusOr<sudare::v1::AuditReportResponse> Report(
      const sudare::v1::AuditReportRequest& request) = 0;
  virtual absl::StatusOr<sudare::v1::AuditStatusResponse> Status() = 0;
  // Of maintenance windows.
  virtual absl::StatusOr<sudare::v1::LedgerResponse> Ledger(
      const sudare::v1::LedgerRequest& request) = 0;
  virtual absl::StatusOr<sudare::v1::LedgerResponse> ClosingReport(
      const sudare::v1::ClosingReportRequest& request) = 0;
  // Of console.h, for an error of the above.
  virtual int ExitCode(const absl::Status& status) const = 0;
};

// Null: says what is wrong with the flags, and sets the exit code. A folder comes before a server.
std::unique_ptr<AuditSource> OpenAuditSource(const AuditSourceFlags& flags, Console& console);

// Shows the error and gives its exit code.
int TellAuditError(const AuditSource& source, const absl::Status& status, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_AUDIT_SOURCE_H_
