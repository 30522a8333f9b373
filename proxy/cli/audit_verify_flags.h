// Flags that say what a log is held against when it is verified: keys, anchors, archives.
#ifndef SUDARE_PROXY_CLI_AUDIT_VERIFY_FLAGS_H_
#define SUDARE_PROXY_CLI_AUDIT_VERIFY_FLAGS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "proxy/audit/verification.h"

namespace sudare {

struct LogFlags {
  // Of its segments; how it is given is the command's business.
  std::string folder;
  std::vector<std::string> archives;
  std::vector<std::string> keys;
  std::vector<std::string> anchors;
  std::string anchor_postgres;
  std::string anchor_name = "postgres";
  std::string expected_head;
};

// All but the folder.
void AddLogFlags(CLI::App& command, LogFlags* flags);

// Reads the keys and anchors. kInvalidArgument: a key is none, or there are anchors without keys.
absl::StatusOr<audit::VerifyOptions> OptionsOf(const LogFlags& flags);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_AUDIT_VERIFY_FLAGS_H_
