#include "proxy/cli/policy_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sudare {

bool CanReadPolicy(const std::string& path, Console& console) {
  struct stat info;
  if (stat(path.c_str(), &info) == 0 && access(path.c_str(), R_OK) == 0) return true;
  console.err << "cannot read `" << path << "`: " << std::strerror(errno) << "\n";
  return false;
}

std::shared_ptr<const Policy> ReadPolicyOrTell(const std::string& path, Console& console) {
  console.exit_code = kUsage;
  if (!CanReadPolicy(path, console)) return nullptr;
  const LoadResult result = LoadPolicy(path);
  if (result.policy != nullptr) {
    console.exit_code = kDone;
    return result.policy;
  }
  for (const Issue& issue : result.issues) {
    if (issue.severity == Issue::Severity::kError) console.err << issue.ToString() << "\n";
  }
  console.err << path << " has errors: `sudare policy check` shows all that is wrong with it\n";
  return nullptr;
}

}  // namespace sudare
