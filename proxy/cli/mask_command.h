// `sudare mask`: files masked as an account would see them, without a proxy.
#ifndef SUDARE_PROXY_CLI_MASK_COMMAND_H_
#define SUDARE_PROXY_CLI_MASK_COMMAND_H_

#include "CLI/CLI.hpp"
#include "proxy/cli/console.h"

namespace sudare {

// As the functions of commands.h; apart from them, since it links what applications link and no
// server.
void AddMaskCommand(CLI::App& app, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_MASK_COMMAND_H_
