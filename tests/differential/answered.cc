// The command behind examples/payroll/answered: which share of the ordinary queries over the
// example is answered. Exit 0: all of them, and each as the masked twin answers.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "policy/base/status_macros.h"
#include "tests/differential/masked_database.h"
#include "tests/differential/ordinary_queries.h"
#include "tests/examples/example_database.h"

namespace sudare::testing {
namespace {

using Outcome = Verdict::Outcome;

struct Count {
  int all = 0;
  int answered = 0;
  int refused = 0;
  int wrong = 0;

  void Add(const Verdict& verdict) {
    ++all;
    if (verdict.outcome == Outcome::kAnswered) ++answered;
    if (verdict.outcome == Outcome::kRefused) ++refused;
    if (verdict.outcome == Outcome::kDiffers || verdict.outcome == Outcome::kWrongQuery) ++wrong;
  }
};

void PrintRow(const std::string& name, const Count& count) {
  std::cout << absl::StreamFormat("%-24s %7d %9d %8d %6d %7.1f %%\n", name, count.all,
                                  count.answered, count.refused, count.wrong,
                                  100.0 * count.answered / count.all);
}

void Print(const std::vector<Verdict>& verdicts) {
  Count total;
  std::map<std::string, Count> themes;
  std::map<std::string, int> reasons;
  for (const Verdict& verdict : verdicts) {
    total.Add(verdict);
    themes[verdict.theme].Add(verdict);
    if (verdict.outcome == Outcome::kRefused) ++reasons[verdict.reason];
    const char* const what = verdict.outcome == Outcome::kRefused      ? "refused"
                             : verdict.outcome == Outcome::kDiffers    ? "differs"
                             : verdict.outcome == Outcome::kWrongQuery ? "wrong query"
                             : verdict.duration > absl::Seconds(2)     ? "slow"
                                                                       : nullptr;
    if (what == nullptr) continue;
    std::cout << what << ": " << verdict.Place() << " " << absl::FormatDuration(verdict.duration)
              << "\n";
    for (absl::string_view line : absl::StrSplit(verdict.detail, '\n', absl::SkipEmpty())) {
      std::cout << "    " << line << "\n";
    }
  }
  std::cout << absl::StreamFormat("%-24s %7s %9s %8s %6s %9s\n", "theme", "queries", "answered",
                                  "refused", "wrong", "share");
  for (const auto& [theme, count] : themes) PrintRow(theme, count);
  PrintRow("all", total);
  for (const auto& [reason, count] : reasons) {
    std::cout << absl::StreamFormat("refused as %s: %d\n", reason, count);
  }
}

absl::Status Run(int employees, const std::string& folder, bool* complete) {
  SUDARE_ASSIGN_OR_RETURN(auto database, ExampleDatabase::Create({employees, 24, 1}));
  SUDARE_ASSIGN_OR_RETURN(auto masked,
                          MaskedDatabase::Create(database->server(), ExampleOptions()));
  SUDARE_ASSIGN_OR_RETURN(const auto verdicts, AskOrdinaryQueries(*masked, folder));
  Print(verdicts);
  *complete = true;
  for (const Verdict& verdict : verdicts) {
    *complete = *complete && verdict.outcome == Outcome::kAnswered;
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace sudare::testing

int main(int argc, char** argv) {
  CLI::App app("Prints which share of the ordinary queries over the example is answered.");
  int employees = 1000;
  std::string folder = "examples/payroll/queries";
  app.add_option("--employees", employees, "Size of the city")->check(CLI::Range(200, 100000));
  app.add_option("--queries", folder, "Folder of the queries");
  CLI11_PARSE(app, argc, argv);
  char temporary[] = "/tmp/sudare-answered-XXXXXX";
  if (mkdtemp(temporary) == nullptr || setenv("TEST_TMPDIR", temporary, 1) != 0) return 2;
  bool complete = false;
  const absl::Status status = sudare::testing::Run(employees, folder, &complete);
  std::error_code error;
  std::filesystem::remove_all(temporary, error);
  if (!status.ok()) {
    std::cerr << status.message() << "\n";
    return 2;
  }
  return complete ? 0 : 1;
}
