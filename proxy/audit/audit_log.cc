#include "proxy/audit/audit_log.h"

#include <sodium.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/checkpoint_reader.h"
#include "proxy/audit/checkpointed_log.h"
#include "proxy/audit/files.h"
#include "proxy/audit/group_commit_log.h"
#include "proxy/audit/recovery.h"
#include "proxy/audit/verification.h"

namespace sudare {
namespace {

absl::Status MakeFolder(const std::string& folder, audit::AuditFiles* files) {
  if (mkdir(folder.c_str(), 0700) == 0) {
    const std::string parent = std::filesystem::path(folder).parent_path();
    return files->SyncFolder(parent.empty() ? "." : parent);
  }
  if (errno == EEXIST) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("can't make the audit folder `", folder,
                                             "`: ", std::generic_category().message(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<AuditLog>> OpenAuditLog(const AuditLogOptions& options) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  audit::AuditFiles* const files =
      options.files != nullptr ? options.files : audit::AuditFiles::Real();
  SUDARE_RETURN_IF_ERROR(MakeFolder(options.folder, files));
  audit::GroupCommitLog::Parts parts;
  SUDARE_ASSIGN_OR_RETURN(parts.lock, audit::WriterLock::Take(options.folder));
  SUDARE_ASSIGN_OR_RETURN(const audit::Recovery recovery, audit::FindLogEnd(options.folder));
  audit::CheckpointedLog::Parts checkpointed;
  if (options.signing.key != nullptr) {
    SUDARE_ASSIGN_OR_RETURN(checkpointed.last, audit::LastCheckpoint(options.folder));
  }
  parts.writer =
      std::make_unique<audit::SegmentWriter>(files, options.folder, options.segment_bytes);
  SUDARE_RETURN_IF_ERROR(parts.writer->Start(recovery.end));
  parts.head = recovery.end.head;
  parts.torn = recovery.torn;
  parts.clock = options.clock;
  std::unique_ptr<audit::GroupCommitLog> log = audit::GroupCommitLog::Start(std::move(parts));
  if (options.signing.key == nullptr) return log;
  checkpointed.log = std::move(log);
  checkpointed.folder = options.folder;
  checkpointed.signing = options.signing;
  checkpointed.clock = options.clock;
  if (recovery.archived.has_value()) {
    checkpointed.log_id = recovery.archived->log;
    checkpointed.number = recovery.archived->checkpoint;
  }
  return audit::CheckpointedLog::Start(std::move(checkpointed));
}

absl::StatusOr<AuditVerification> VerifyAuditLog(
    const std::string& folder, absl::string_view expected_head,
    const std::function<void(const sudare::v1::AuditRecord&)>& visit) {
  audit::VerifyOptions options;
  options.folder = folder;
  options.expected_head = std::string(expected_head);
  options.visit = visit;
  SUDARE_ASSIGN_OR_RETURN(const audit::Verification found, audit::Verify(options));
  AuditVerification result;
  result.records = found.last_record;
  result.segments = found.segments;
  result.head = found.head;
  result.torn_tail = found.torn_tail;
  return result;
}

}  // namespace sudare
