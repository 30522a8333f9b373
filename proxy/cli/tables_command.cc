#include <memory>
#include <string>

#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/run_query.h"
#include "proxy/cli/shown_error.h"

namespace sudare {
namespace {

struct TablesFlags {
  ConnectionFlags connection;
  std::string table;
};

int RunTablesCommand(const TablesFlags& flags, Console& console) {
  const auto connection = Connection::Open(flags.connection, console);
  if (!connection.ok()) {
    console.err << connection.status().message() << "\n";
    return kUsage;
  }
  sudare::v1::ListTablesRequest request;
  request.set_table(flags.table);
  const absl::Status status = RunListTables(**connection, request, console.out);
  if (!status.ok()) console.err << ShownError(status, "");
  return ExitCodeFor(status);
}

}  // namespace

void AddTablesCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<TablesFlags>();
  CLI::App* command = app.add_subcommand("tables", "list what you can see, and in which form");
  command->add_option("table", flags->table, "only this one, with its columns");
  AddConnectionFlags(*command, &flags->connection);
  command->callback([flags, &console] { console.exit_code = RunTablesCommand(*flags, console); });
}

}  // namespace sudare
