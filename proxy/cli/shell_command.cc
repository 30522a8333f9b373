#include <cstdlib>
#include <memory>
#include <string>

#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/line_source.h"
#include "proxy/cli/shell.h"

namespace sudare {
namespace {

struct ShellFlags {
  ConnectionFlags connection;
  std::string history;
};

std::string DefaultHistory() {
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.sudare_history";
}

int RunShellCommand(const ShellFlags& flags, Console& console) {
  const auto connection = Connection::Open(flags.connection, console);
  if (!connection.ok()) {
    console.err << connection.status().message() << "\n";
    return kUsage;
  }
  const auto lines = MakeLineSource(console, flags.history);
  return Shell(**connection, *lines, console).Run();
}

}  // namespace

void AddShellCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<ShellFlags>();
  flags->history = DefaultHistory();
  CLI::App* command = app.add_subcommand("shell", "ask one question after the other");
  command->add_option("--history", flags->history, "file of past statements; empty: none")
      ->envname("SUDARE_HISTORY");
  AddConnectionFlags(*command, &flags->connection);
  command->footer("Reads a script from the input if that is no terminal.");
  command->callback([flags, &console] { console.exit_code = RunShellCommand(*flags, console); });
}

}  // namespace sudare
