#include "proxy/cli/commands.h"

namespace sudare {

void AddPolicyCommand(CLI::App& app, Console& console) {
  CLI::App* policy = app.add_subcommand("policy", "work on policies");
  policy->require_subcommand(1);
  AddPolicyCheckCommand(*policy, console);
  AddPolicyGrantsCommand(*policy, console);
}

}  // namespace sudare
