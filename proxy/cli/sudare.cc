#include "proxy/cli/sudare.h"

#include <algorithm>

#include "CLI/CLI.hpp"
#include "proxy/cli/commands.h"
#include "proxy/cli/doctor_command.h"
#include "proxy/cli/mask_command.h"

namespace sudare {

int RunSudare(std::vector<std::string> arguments, Console& console) {
  CLI::App app(
      "Sudare 簾: true answers about a database in which what you must not see was never there.",
      "sudare");
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done; 1 refused, or errors were found; 2 wrong usage or an unreadable file;\n"
      "3 server not reachable or log-in failed; 130 interrupted.");
  AddServeCommand(app, console);
  AddDoctorCommand(app, console);
  AddQueryCommand(app, console);
  AddShellCommand(app, console);
  AddTablesCommand(app, console);
  AddTokenCommand(app, console);
  AddWindowCommand(app, console);
  AddLedgerCommand(app, console);
  AddPolicyCommand(app, console);
  AddPolicyRemoteCommands(app, console);
  AddProveCommand(app, console);
  AddMaskCommand(app, console);
  AddKeysCommand(app, console);
  AddPasswordCommand(app, console);
  AddAuditCommand(app, console);
  AddStateCommand(app, console);
  // CLI11 reports by exceptions; they end here.
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, console.out, console.err) == 0 ? kDone : kUsage;
  }
  return console.exit_code;
}

}  // namespace sudare
