// The configuration of `sudare serve` (proto/config.proto): text in, a complete Config or all that
// is wrong with it out.
//
// Defaults are filled in and paths made independent of the working directory, so that who uses a
// Config decides neither.
#ifndef SUDARE_PROXY_CONFIG_H_
#define SUDARE_PROXY_CONFIG_H_

#include <optional>
#include <string>
#include <vector>

#include "policy/issue.h"
#include "proto/config.pb.h"

namespace sudare {

struct ConfigResult {
  // Set if and only if no issue is an error.
  std::optional<sudare::v1::Config> config;
  // What could be read whatever is wrong with it, defaults filled in, for who examines it; unset if
  // the text has no meaning at all.
  std::optional<sudare::v1::Config> as_read;
  // In order of line. Never holds a password. Files that can't be read have the code
  // "unreadable-file", those that others may read "file-mode".
  std::vector<Issue> issues;
};

// Reads the file and checks it, also that the files it names are there.
ConfigResult LoadConfig(const std::string& path);

// The same for a text at hand; `file` is shown in messages, and relative paths start at its folder.
ConfigResult ParseConfig(const std::string& file, const std::string& text);

}  // namespace sudare

#endif  // SUDARE_PROXY_CONFIG_H_
