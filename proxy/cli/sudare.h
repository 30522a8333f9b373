// The `sudare` command.
#ifndef SUDARE_PROXY_CLI_SUDARE_H_
#define SUDARE_PROXY_CLI_SUDARE_H_

#include <string>
#include <vector>

#include "proxy/cli/console.h"

namespace sudare {

// Runs one command line, without the program's name, and returns its exit code.
int RunSudare(std::vector<std::string> arguments, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_SUDARE_H_
