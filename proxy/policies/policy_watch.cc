#include "proxy/policies/policy_watch.h"

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/signature.h"

namespace sudare {
namespace {

namespace fs = std::filesystem;

// Size, time and identity of a file; a file put in the place of another has another number.
std::string LookAt(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return absl::StrCat(path, "\n");
  return absl::StrCat(path, " ", info.st_dev, " ", info.st_ino, " ", info.st_size, " ",
                      info.st_mtim.tv_sec, ".", info.st_mtim.tv_nsec, "\n");
}

}  // namespace

bool PolicyWatch::Changed() {
  std::string now = Look();
  const bool is_settled = now == last_;
  last_ = std::move(now);
  if (!is_settled || last_ == known_) return false;
  known_ = last_;
  return true;
}

std::string PolicyWatch::Look() const {
  std::string seen = LookAt(path_);
  absl::StrAppend(&seen, LookAt(SignaturePath(path_)));
  std::error_code error;
  if (!fs::is_directory(path_, error)) return seen;
  std::set<std::string> files;
  fs::directory_iterator entry(path_, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (absl::EndsWith(entry->path().filename().string(), ".textproto")) {
      files.insert(entry->path().string());
    }
  }
  for (const std::string& file : files) absl::StrAppend(&seen, LookAt(file));
  return seen;
}

}  // namespace sudare
