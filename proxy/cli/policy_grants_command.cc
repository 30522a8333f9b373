#include <memory>
#include <string>

#include "proxy/backend/backend.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_file.h"
#include "proxy/review/grants.h"
#include "proxy/review/issue_report.h"

namespace sudare {
namespace {

struct GrantsFlags {
  std::string policy;
  std::string database;
  std::string format = "text";
  bool check = false;
  review::GrantOptions options;
};

int Failed(const absl::Status& status, Console& console) {
  console.err << status.message() << "\n";
  return kUsage;
}

int CompareGrants(const GrantsFlags& flags, const Policy& policy, Backend& backend,
                  Console& console) {
  const auto issues = review::CheckGrants(backend, policy, flags.options);
  if (!issues.ok()) return Failed(issues.status(), console);
  if (flags.format == "json") {
    console.out << review::IssuesAsJson(*issues, policy.hash());
  } else {
    console.out << review::IssuesAsText(*issues) << review::CountIssues(*issues).ToString() << "\n";
  }
  return HasErrors(*issues) ? kRefused : kDone;
}

int RunGrants(const GrantsFlags& flags, Console& console) {
  const std::shared_ptr<const Policy> policy = ReadPolicyOrTell(flags.policy, console);
  if (policy == nullptr) return console.exit_code;
  BackendOptions options;
  options.connection = flags.database;
  options.pool_size = 2;
  const std::unique_ptr<Backend> backend = MakePostgresBackend(options);
  if (flags.check) return CompareGrants(flags, *policy, *backend, console);
  const auto script = review::WriteGrants(*backend, *policy, flags.options);
  if (!script.ok()) return Failed(script.status(), console);
  console.out << *script;
  return kDone;
}

}  // namespace

void AddPolicyGrantsCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<GrantsFlags>();
  CLI::App* grants = policy.add_subcommand(
      "grants", "print, or check, the roles and grants that a policy needs in a database");
  grants->add_option("path", flags->policy, "a file, or a folder of *.textproto files")->required();
  grants
      ->add_option("--database", flags->database,
                   "libpq connection string; any role that may connect will do")
      ->required();
  grants->add_flag("--check", flags->check,
                   "print what is missing and what is too much, with the statements that end it");
  grants->add_option("--proxy-role", flags->options.proxy_role,
                     "the role that the proxy logs in as, to be made and checked as well");
  grants->add_option("--catalog-role", flags->options.catalog_role,
                     "the role of `catalog_role` in the configuration, likewise");
  grants->add_option("--format", flags->format, "text or json, of --check")
      ->check(CLI::IsMember({"text", "json"}));
  grants->footer(
      "Exit codes: 0 done, or no difference; 1 there are differences; 2 the policy or the database "
      "can't be read.");
  grants->callback([flags, &console] { console.exit_code = RunGrants(*flags, console); });
}

}  // namespace sudare
