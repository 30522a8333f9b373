#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_inputs.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/preview/diff_text.h"
#include "proxy/preview/policy_diff.h"
#include "proxy/preview/recorded_queries.h"

namespace sudare {
namespace {

struct DiffFlags {
  std::string older;
  std::string newer;
  std::string audit;
  CatalogFlags catalog;
  std::string fail_on = "nothing";
  std::string format = "text";
};

using Catalog = std::shared_ptr<const CatalogSnapshot>;

// The relations of both policies: one may list what the other doesn't.
absl::StatusOr<Catalog> DatabaseCatalog(const DiffFlags& flags, const Policy& older,
                                        const Policy& newer) {
  std::vector<CatalogRelation> relations;
  for (const Policy* policy : {&newer, &older}) {
    const auto read = ReadDatabaseCatalog(flags.catalog.database, *policy);
    if (!read.ok()) return read.status();
    for (const CatalogRelation& relation : (*read)->relations()) {
      const bool is_known =
          std::any_of(relations.begin(), relations.end(), [&](const CatalogRelation& known) {
            return known.schema == relation.schema && known.name == relation.name;
          });
      if (!is_known) relations.push_back(relation);
    }
  }
  return std::make_shared<const CatalogSnapshot>(std::move(relations));
}

absl::StatusOr<Catalog> CatalogOf(const DiffFlags& flags, const Policy& older,
                                  const Policy& newer) {
  if (!flags.catalog.database.empty()) return DatabaseCatalog(flags, older, newer);
  absl::StatusOr<Catalog> catalog = ReadCatalog(flags.catalog, flags.newer, newer);
  if (catalog.ok() && *catalog == nullptr) catalog = ReadCatalog(flags.catalog, flags.older, older);
  if (catalog.ok() && *catalog == nullptr) {
    return absl::FailedPreconditionError(
        "recorded queries need the database's structure: give `--catalog` or `--database`");
  }
  return catalog;
}

absl::Status AddRecorded(const DiffFlags& flags, const std::shared_ptr<const Policy>& older,
                         const std::shared_ptr<const Policy>& newer, v1::PolicyDiff* diff) {
  const absl::StatusOr<Catalog> catalog = CatalogOf(flags, *older, *newer);
  if (!catalog.ok()) return catalog.status();
  const auto queries = preview::ReadRecordedQueries(flags.audit);
  if (!queries.ok()) return queries.status();
  *diff->mutable_recorded() = preview::CompareRecordedQueries(*queries, older, newer, *catalog);
  return absl::OkStatus();
}

bool IsFailure(const std::string& fail_on, const v1::PolicyDiff& diff) {
  if (fail_on == "nothing") return false;
  if (fail_on == "any") return !diff.changes().empty() || !diff.recorded().changes().empty();
  const auto is_meant = [&fail_on](const auto& change) { return change.direction() == fail_on; };
  const auto& changes = diff.changes();
  const auto& recorded = diff.recorded().changes();
  return std::any_of(changes.begin(), changes.end(), is_meant) ||
         std::any_of(recorded.begin(), recorded.end(), is_meant);
}

int RunPolicyDiff(const DiffFlags& flags, Console& console) {
  const std::shared_ptr<const Policy> older = ReadPolicy(flags.older, console);
  const std::shared_ptr<const Policy> newer = ReadPolicy(flags.newer, console);
  if (older == nullptr || newer == nullptr) return kUsage;
  v1::PolicyDiff diff = preview::ComparePolicies(*older, *newer);
  if (!flags.audit.empty()) {
    const absl::Status status = AddRecorded(flags, older, newer, &diff);
    if (!status.ok()) {
      console.err << status.message() << "\n";
      return kUsage;
    }
  }
  if (flags.format == "json") {
    console.out << JsonOf(diff);
  } else {
    for (absl::string_view line :
         absl::StrSplit(preview::DiffText(diff), '\n', absl::SkipEmpty())) {
      console.out << TerminalText(line) << "\n";
    }
  }
  return IsFailure(flags.fail_on, diff) ? kRefused : kDone;
}

}  // namespace

void AddPolicyDiffCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<DiffFlags>();
  CLI::App* command = policy.add_subcommand(
      "diff", "tell by effect what a new policy shows more, less or otherwise, and to whom");
  command->add_option("old", flags->older, "a file, or a folder of *.textproto files")->required();
  command->add_option("new", flags->newer, "the same, changed")->required();
  command->add_option("--audit", flags->audit,
                      "the folder of an audit log: which of its queries would change?");
  AddCatalogFlags(*command, &flags->catalog);
  command
      ->add_option("--fail-on", flags->fail_on,
                   "exit with 1 if something becomes so: `more`, `newly refused` or `any`")
      ->check(CLI::IsMember({"nothing", "more", "newly refused", "any"}));
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "What shows more comes first, and within it what matters most. Pledges and windows count "
      "for\n"
      "their own lines only.\n"
      "Exit codes: 0 compared; 1 what `--fail-on` names has happened; 2 something can't be read.");
  command->callback([flags, &console] { console.exit_code = RunPolicyDiff(*flags, console); });
}

}  // namespace sudare
