#include "proxy/audit/audit_log.h"

#include <sodium.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/files.h"
#include "proxy/audit/group_commit_log.h"
#include "proxy/audit/recovery.h"

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
  parts.writer =
      std::make_unique<audit::SegmentWriter>(files, options.folder, options.segment_bytes);
  SUDARE_RETURN_IF_ERROR(parts.writer->Start(recovery.end));
  parts.head = recovery.end.head;
  parts.torn = recovery.torn;
  parts.clock = options.clock;
  return audit::GroupCommitLog::Start(std::move(parts));
}

}  // namespace sudare
