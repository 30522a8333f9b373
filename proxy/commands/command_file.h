// Whether the file of a program that the configuration names can be run, and trusted.
#ifndef SUDARE_PROXY_COMMANDS_COMMAND_FILE_H_
#define SUDARE_PROXY_COMMANDS_COMMAND_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace sudare {

// Ends a program at its time even if the proxy was killed meanwhile.
inline constexpr char kTimeoutProgram[] = "/usr/bin/timeout";

// kInvalidArgument: the path isn't absolute. kNotFound: there is no file that this process may run.
// kPermissionDenied: others than its owner may write it, or its owner is neither root nor the user
// of this process.
absl::Status CheckCommandFile(const std::string& path);

}  // namespace sudare

#endif  // SUDARE_PROXY_COMMANDS_COMMAND_FILE_H_
