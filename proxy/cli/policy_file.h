// Reading the policy that a command is given.
#ifndef SUDARE_PROXY_CLI_POLICY_FILE_H_
#define SUDARE_PROXY_CLI_POLICY_FILE_H_

#include <memory>
#include <string>

#include "policy/loader.h"
#include "proxy/cli/console.h"

namespace sudare {

// Whether there is anything to read at `path`; if not, says so.
bool CanReadPolicy(const std::string& path, Console& console);

// nullptr: it can't be read or has errors, which are shown, and the exit code is set.
std::shared_ptr<const Policy> ReadPolicyOrTell(const std::string& path, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_POLICY_FILE_H_
