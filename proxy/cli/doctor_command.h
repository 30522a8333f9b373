// `sudare doctor`.
#ifndef SUDARE_PROXY_CLI_DOCTOR_COMMAND_H_
#define SUDARE_PROXY_CLI_DOCTOR_COMMAND_H_

#include "CLI/CLI.hpp"
#include "proxy/cli/console.h"

namespace sudare {

// As in commands.h.
void AddDoctorCommand(CLI::App& app, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_DOCTOR_COMMAND_H_
