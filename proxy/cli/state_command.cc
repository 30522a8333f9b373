#include <memory>
#include <string>

#include "proxy/cli/commands.h"
#include "proxy/state/postgres_store.h"

namespace sudare {
namespace {

struct InitFlags {
  std::string schema = "sudare_state";
  std::string role;
};

void PrintInit(const InitFlags& flags, Console& console) {
  const absl::StatusOr<std::string> script = PostgresStateScript(flags.schema, flags.role);
  if (!script.ok()) {
    console.err << script.status().message() << "\n";
    console.exit_code = kUsage;
    return;
  }
  console.out << "-- The state of sudare. Run by psql, as who may create schemas in that database; "
                 "may be run again.\n"
              << *script;
  console.exit_code = kDone;
}

}  // namespace

void AddStateCommand(CLI::App& app, Console& console) {
  CLI::App* state = app.add_subcommand("state", "what outlives the proxy: windows, budgets");
  state->require_subcommand(1);
  auto flags = std::make_shared<InitFlags>();
  CLI::App* init = state->add_subcommand(
      "init", "print the SQL that makes or updates the tables of a state in PostgreSQL");
  init->add_option("--schema", flags->schema, "as in `state { postgres { schema: … } }`")
      ->capture_default_str();
  init->add_option("--role", flags->role, "the proxy's log-in role, which is let in")->required();
  init->callback([flags, &console] { PrintInit(*flags, console); });
}

}  // namespace sudare
