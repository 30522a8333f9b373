// The subcommands of `sudare`, each in a file of its own.
#ifndef SUDARE_PROXY_CLI_COMMANDS_H_
#define SUDARE_PROXY_CLI_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "proxy/cli/console.h"

namespace sudare {

// Each adds one subcommand with its flags to `app`. When it is chosen, it runs while `app` parses,
// writes to `console` and sets its exit code. Both outlive the parsing.
void AddServeCommand(CLI::App& app, Console& console);
void AddQueryCommand(CLI::App& app, Console& console);
void AddTablesCommand(CLI::App& app, Console& console);
void AddShellCommand(CLI::App& app, Console& console);
void AddTokenCommand(CLI::App& app, Console& console);
void AddPolicyCommand(CLI::App& app, Console& console);
// More of what AddPolicyCommand added: `policy status` and the like, which ask a proxy.
void AddPolicyRemoteCommands(CLI::App& app, Console& console);
void AddKeysCommand(CLI::App& app, Console& console);
void AddPasswordCommand(CLI::App& app, Console& console);
void AddProveCommand(CLI::App& app, Console& console);
void AddAuditCommand(CLI::App& app, Console& console);
void AddStateCommand(CLI::App& app, Console& console);
void AddWindowCommand(CLI::App& app, Console& console);
void AddLedgerCommand(CLI::App& app, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_COMMANDS_H_
