// The subcommands of `sudare policy`, each in a file of its own.
#ifndef SUDARE_PROXY_CLI_POLICY_COMMANDS_H_
#define SUDARE_PROXY_CLI_POLICY_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "proxy/cli/console.h"

namespace sudare {

// As in commands.h, of the subcommand `policy`.
void AddPolicyDiscoverCommand(CLI::App& policy, Console& console);
void AddPolicyExplainCommand(CLI::App& policy, Console& console);
void AddPolicyTestCommand(CLI::App& policy, Console& console);
void AddPolicyDiffCommand(CLI::App& policy, Console& console);
void AddPolicySnapshotCommand(CLI::App& policy, Console& console);
void AddPolicyCheckCommand(CLI::App& policy, Console& console);
void AddPolicyGrantsCommand(CLI::App& policy, Console& console);
void AddPolicySignCommands(CLI::App& policy, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_POLICY_COMMANDS_H_
