#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/evaluator.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_file.h"
#include "proxy/review/database_review.h"
#include "proxy/review/issue_report.h"
#include "proxy/review/pledge_check.h"

namespace sudare {
namespace {

struct CheckFlags {
  std::string policy;
  std::string database;
  std::string format = "text";
  bool strict = false;
  review::ReviewOptions options;
};

void Append(std::vector<Issue> added, std::vector<Issue>* issues) {
  for (Issue& issue : added) issues->push_back(std::move(issue));
}

void Report(const CheckFlags& flags, const LoadResult& result, const std::vector<Issue>& issues,
            Console& console) {
  const Policy* policy = result.policy.get();
  if (flags.format == "json") {
    console.out << review::IssuesAsJson(issues, policy == nullptr ? "" : policy->hash());
    return;
  }
  console.out << review::IssuesAsText(issues) << flags.policy << ": "
              << review::CountIssues(issues).ToString() << "\n";
  if (policy == nullptr) return;
  console.out << "hash " << policy->hash() << ", " << policy->accounts().size() << " accounts, "
              << policy->roles().size() << " roles, " << policy->tables().size() << " tables\n";
}

// Whether the classes of --combine are the policy's; if not, says so.
bool ClassesAreKnown(const CheckFlags& flags, const Policy& policy, Console& console) {
  std::vector<std::string> known;
  for (const DataClass& data_class : policy.classes()) known.push_back(data_class.name);
  for (const std::string& name : flags.options.groups.combined_classes) {
    if (policy.FindClass(name) != nullptr) continue;
    console.err << "unknown class " << Quoted(name) << " in --combine\n"
                << DidYouMean(name, known) << "\n";
    return false;
  }
  return true;
}

int RunCheck(const CheckFlags& flags, Console& console) {
  if (!CanReadPolicy(flags.policy, console)) return kUsage;
  const LoadResult result = LoadPolicy(flags.policy);
  std::vector<Issue> issues = result.issues;
  if (result.policy != nullptr) {
    Append(review::CheckPledges(*result.policy, PledgeDay(absl::Now())), &issues);
    Append(review::CheckReports(*result.policy, PledgeDay(absl::Now())), &issues);
  }
  if (result.policy != nullptr && !flags.database.empty()) {
    if (!ClassesAreKnown(flags, *result.policy, console)) return kUsage;
    BackendOptions options;
    options.connection = flags.database;
    options.pool_size = 2;
    const std::unique_ptr<Backend> backend = MakePostgresBackend(options);
    auto found = review::ReviewDatabase(*backend, *result.policy, flags.options);
    if (!found.ok()) {
      console.err << found.status().message() << "\n";
      return kUsage;
    }
    Append(*std::move(found), &issues);
  }
  if (flags.strict) review::MakeStrict(&issues);
  Report(flags, result, issues, console);
  return HasErrors(issues) ? kRefused : kDone;
}

}  // namespace

void AddPolicyCheckCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* check = policy.add_subcommand("check", "tell all that is wrong with a policy");
  check->add_option("path", flags->policy, "a file, or a folder of *.textproto files")->required();
  check->add_option("--database", flags->database,
                    "libpq connection string: check it against this database as well, as a role "
                    "that may read the tables");
  check->add_flag("!--no-data", flags->options.read_data,
                  "with --database: read its catalogs only, no rows");
  check->add_option("--min-group", flags->options.groups.min_group,
                    "warn where fewer rows share what a mask leaves, default 5");
  check
      ->add_option("--combine", flags->options.groups.combined_classes,
                   "count unmasked columns of this class into such groups (several times)")
      ->take_all();
  check->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  check->add_flag("--strict", flags->strict, "warnings are errors");
  check->footer(
      "Exit codes: 0 no errors (warnings are none); 1 errors; 2 the policy or the database can't "
      "be "
      "read.");
  check->callback([flags, &console] { console.exit_code = RunCheck(*flags, console); });
}

}  // namespace sudare
