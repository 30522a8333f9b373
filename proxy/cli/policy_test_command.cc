#include <memory>
#include <string>
#include <vector>

#include "policy/text/policy_files.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_inputs.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/preview/policy_tests.h"

namespace sudare {
namespace {

struct TestFlags {
  std::string policy;
  std::vector<std::string> files;
  CatalogFlags catalog;
  std::string format = "text";
};

using Sources = std::vector<std::shared_ptr<const text::SourceText>>;

Sources TestFiles(const TestFlags& flags, std::vector<Issue>* issues) {
  if (flags.files.empty()) {
    return text::ReadFilesBeside(flags.policy, text::kTestFileSuffix, issues);
  }
  Sources sources;
  for (const std::string& file : flags.files) {
    if (auto source = text::ReadTextFile(file, issues)) sources.push_back(std::move(source));
  }
  return sources;
}

void ShowReport(const v1::TestReport& report, std::ostream& out) {
  for (const v1::TestFailure& failure : report.failures()) {
    out << TerminalText(failure.place()) << ": FAILED: " << TerminalText(failure.test()) << ": "
        << TerminalText(failure.subject()) << ": expected " << TerminalText(failure.expected())
        << ", got " << TerminalText(failure.got()) << "\n";
  }
  out << report.passed() << " passed, " << report.failed() << " failed\n";
}

int RunPolicyTest(const TestFlags& flags, Console& console) {
  const std::shared_ptr<const Policy> policy = ReadPolicy(flags.policy, console);
  if (policy == nullptr) return kUsage;
  const auto catalog = ReadCatalog(flags.catalog, flags.policy, *policy);
  if (!catalog.ok()) {
    console.err << catalog.status().message() << "\n";
    return kUsage;
  }
  std::vector<Issue> issues;
  const Sources files = TestFiles(flags, &issues);
  if (files.empty() && issues.empty()) {
    console.err << "no tests: they stand beside the policy in files *.test.textproto\n";
    return kUsage;
  }
  const v1::TestReport report = preview::RunPolicyTests(policy, *catalog, files, &issues);
  for (const Issue& issue : issues) console.err << issue.ToString() << "\n";
  if (flags.format == "json") {
    console.out << JsonOf(report);
  } else {
    ShowReport(report, console.out);
  }
  if (!issues.empty()) return kUsage;
  return report.failed() == 0 ? kDone : kRefused;
}

}  // namespace

void AddPolicyTestCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<TestFlags>();
  CLI::App* command =
      policy.add_subcommand("test", "hold a policy against the tests beside it; no database");
  command->add_option("policy", flags->policy, "a file, or a folder of *.textproto files")
      ->required();
  command->add_option("tests", flags->files,
                      "files of tests; else all *.test.textproto beside the policy");
  AddCatalogFlags(*command, &flags->catalog);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "What a test may say: proto/policy_test.proto.\n"
      "Exit codes: 0 all passed; 1 some failed; 2 the policy or a test can't be read.");
  command->callback([flags, &console] { console.exit_code = RunPolicyTest(*flags, console); });
}

}  // namespace sudare
