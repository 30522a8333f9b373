#include "proxy/commands/command_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"

namespace sudare {

absl::Status CheckCommandFile(const std::string& path) {
  if (!absl::StartsWith(path, "/")) {
    return absl::InvalidArgumentError(absl::StrCat(Quoted(path), " is no absolute path"));
  }
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    return absl::NotFoundError(
        absl::StrCat("cannot run ", Quoted(path), ": ", std::strerror(errno)));
  }
  if (!S_ISREG(info.st_mode) || access(path.c_str(), X_OK) != 0) {
    return absl::NotFoundError(
        absl::StrCat("cannot run ", Quoted(path), ": it is no program that may be executed"));
  }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("others may write ", Quoted(path), ": run `chmod go-w ", path, "`"));
  }
  if (info.st_uid != 0 && info.st_uid != geteuid()) {
    return absl::PermissionDeniedError(
        absl::StrCat(Quoted(path), " belongs to another user than root and the proxy's"));
  }
  return absl::OkStatus();
}

}  // namespace sudare
