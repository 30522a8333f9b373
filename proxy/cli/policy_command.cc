#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "policy/loader.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/policy_commands.h"

namespace sudare {
namespace {

int CheckPolicy(const std::string& path, Console& console) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0 || access(path.c_str(), R_OK) != 0) {
    console.err << "cannot read `" << path << "`: " << std::strerror(errno) << "\n";
    return kUsage;
  }
  const LoadResult result = LoadPolicy(path);
  for (const Issue& issue : result.issues) console.out << issue.ToString() << "\n";
  const auto errors =
      std::count_if(result.issues.begin(), result.issues.end(),
                    [](const Issue& issue) { return issue.severity == Issue::Severity::kError; });
  const size_t warnings = result.issues.size() - static_cast<size_t>(errors);
  console.out << path << ": " << errors << " errors, " << warnings << " warnings\n";
  if (result.policy == nullptr) return kRefused;
  console.out << "hash " << result.policy->hash() << ", " << result.policy->accounts().size()
              << " accounts, " << result.policy->roles().size() << " roles, "
              << result.policy->tables().size() << " tables\n";
  return kDone;
}

}  // namespace

void AddPolicyCommand(CLI::App& app, Console& console) {
  auto path = std::make_shared<std::string>();
  CLI::App* policy = app.add_subcommand("policy", "work on policies");
  policy->require_subcommand(1);
  CLI::App* check = policy->add_subcommand("check", "tell all that is wrong with a policy");
  check->add_option("path", *path, "a file, or a folder of *.textproto files")->required();
  check->footer("Exit codes: 0 no errors (warnings are none); 1 errors; 2 it can't be read.");
  check->callback([path, &console] { console.exit_code = CheckPolicy(*path, console); });
  AddPolicyDiscoverCommand(*policy, console);
  AddPolicySignCommands(*policy, console);
  AddPolicyRemoteCommands(*policy, console);
}

}  // namespace sudare
