#include "proxy/secret_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"

namespace sudare {

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    return absl::NotFoundError(absl::StrCat("cannot read ", Quoted(path), ": ", strerror(errno)));
  }
  // Pipes (`<(…)` of a shell) belong to this process alone.
  if (S_ISREG(info.st_mode) && (info.st_mode & 0077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("others may read ", Quoted(path), "; run `chmod 600` on it"));
  }
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", Quoted(path)));
  std::getline(file, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) return absl::InvalidArgumentError(absl::StrCat(Quoted(path), " is empty"));
  return line;
}

}  // namespace sudare
