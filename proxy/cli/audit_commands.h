// The subcommands of `sudare audit`, each in a file of its own.
#ifndef SUDARE_PROXY_CLI_AUDIT_COMMANDS_H_
#define SUDARE_PROXY_CLI_AUDIT_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "proxy/cli/console.h"

namespace sudare {

// As in commands.h, of the subcommand `audit`.
void AddAuditVerifyCommand(CLI::App& audit, Console& console);
void AddAuditArchiveCommand(CLI::App& audit, Console& console);
void AddAuditReplayCommand(CLI::App& audit, Console& console);
void AddAuditSearchCommand(CLI::App& audit, Console& console);
void AddAuditExportCommand(CLI::App& audit, Console& console);
void AddAuditReportCommand(CLI::App& audit, Console& console);
void AddAuditSignOffCommand(CLI::App& audit, Console& console);
void AddAuditStatusCommand(CLI::App& audit, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_AUDIT_COMMANDS_H_
