#include "proxy/cli/commands.h"
#include "proxy/cli/policy_commands.h"

namespace sudare {

void AddPolicyCommand(CLI::App& app, Console& console) {
  CLI::App* policy = app.add_subcommand("policy", "work on policies");
  policy->require_subcommand(1);
  AddPolicyCheckCommand(*policy, console);
  AddPolicyGrantsCommand(*policy, console);
  AddPolicyDiscoverCommand(*policy, console);
  AddPolicyExplainCommand(*policy, console);
  AddPolicyTestCommand(*policy, console);
  AddPolicyDiffCommand(*policy, console);
  AddPolicySnapshotCommand(*policy, console);
  AddPolicySignCommands(*policy, console);
}

}  // namespace sudare
