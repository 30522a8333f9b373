#include <memory>
#include <string>

#include "proxy/catalog/catalog_file.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_inputs.h"

namespace sudare {
namespace {

struct SnapshotFlags {
  std::string policy;
  std::string database;
};

int RunSnapshot(const SnapshotFlags& flags, Console& console) {
  const std::shared_ptr<const Policy> policy = ReadPolicy(flags.policy, console);
  if (policy == nullptr) return kUsage;
  const auto catalog = ReadDatabaseCatalog(flags.database, *policy);
  if (!catalog.ok()) {
    console.err << catalog.status().message() << "\n";
    return kUsage;
  }
  for (const PolicyTable& table : policy->tables()) {
    if ((*catalog)->Find(table.schema, table.name) != nullptr) continue;
    console.err << table.place.ToString() << ": warning: the database has no table `"
                << table.schema << "." << table.name << "`\n";
  }
  console.out << CatalogText(**catalog);
  return kDone;
}

}  // namespace

void AddPolicySnapshotCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<SnapshotFlags>();
  CLI::App* command = policy.add_subcommand(
      "snapshot", "write the structure of the database, as far as the policy lists it");
  command->add_option("--policy", flags->policy, "a file, or a folder of *.textproto files")
      ->required();
  command
      ->add_option("--database", flags->database,
                   "libpq connection string; needs no privilege on tables")
      ->required();
  command->footer(
      "Redirect it to a file *.catalog.textproto beside the policy: `explain`, `test` and `diff` "
      "find\n"
      "it there. It holds the names of all columns of the listed tables, types, keys and the\n"
      "definitions of views, and no values.\n"
      "Exit codes: 0 written; 2 the policy or the database can't be read.");
  command->callback([flags, &console] { console.exit_code = RunSnapshot(*flags, console); });
}

}  // namespace sudare
