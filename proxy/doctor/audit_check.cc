#include "proxy/doctor/audit_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace sudare::doctor {
namespace {

std::string Shown(const audit::LogOutline& outline) {
  const auto text = [](absl::Time time) {
    return absl::FormatTime("%Y-%m-%d %H:%M", time, absl::LocalTimeZone());
  };
  return absl::StrCat(text(outline.oldest), " – ", text(outline.newest));
}

void CheckFolder(const std::string& folder, const struct stat& info, Findings* findings) {
  if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    findings->Add("audit-not-writable", folder, {std::strerror(errno)});
  }
  if ((info.st_mode & 0077) != 0) {
    findings->Add("audit-readable", folder,
                  {absl::StrFormat("%04o", info.st_mode & 07777), folder});
  }
}

}  // namespace

std::optional<audit::LogOutline> CheckAuditLog(const sudare::v1::Audit& config,
                                               Findings* findings) {
  const std::string& folder = config.folder();
  struct stat info;
  if (stat(folder.c_str(), &info) != 0) {
    const std::string above = std::filesystem::path(folder).parent_path().string();
    if (errno == ENOENT && access(above.c_str(), W_OK | X_OK) == 0) {
      findings->Add("audit-new", folder);
    } else {
      findings->Add("audit-not-writable", folder, {std::strerror(errno)});
    }
    return std::nullopt;
  }
  CheckFolder(folder, info, findings);
  const auto outline = audit::ReadLogOutline(folder);
  if (absl::IsDataLoss(outline.status())) {
    findings->Add("audit-damaged", folder, {std::string(outline.status().message())});
    return std::nullopt;
  }
  if (!outline.ok()) {
    findings->Add("audit-not-checked", folder, {std::string(outline.status().message())});
    return std::nullopt;
  }
  findings->Add(outline->is_in_use ? "audit-in-use" : "audit-not-in-use", folder);
  if (outline->records == 0) {
    findings->Add("audit-new", folder);
    return *outline;
  }
  findings->Add("audit-ok", folder,
                {absl::StrCat(outline->records), absl::StrCat(outline->segments), Shown(*outline)});
  if (outline->torn_bytes > 0) {
    findings->Add("audit-torn", folder, {absl::StrCat(outline->torn_bytes)});
  }
  return *outline;
}

}  // namespace sudare::doctor
