#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"

namespace sudare::checks {
namespace {

// The set of those who were shown is kept exactly, and read where it grows.
constexpr uint64_t kMostPersons = 100'000;

bool NumbersPeople(const v1::Policy& policy) {
  return std::any_of(policy.tables().begin(), policy.tables().end(), [](const v1::Table& table) {
    return std::any_of(table.columns().begin(), table.columns().end(),
                       [](const v1::Column& column) { return !column.person().empty(); });
  });
}

void CheckPersons(const v1::Budgets& budgets, int field, uint64_t persons, Findings* findings) {
  if (persons <= kMostPersons) return;
  const std::string& name = v1::Budgets::descriptor()->FindFieldByNumber(field)->name();
  findings->Error("bad-limit", {budgets, field},
                  absl::StrCat(Quoted(name), " is ", persons, ", more than the largest sensible ",
                               kMostPersons),
                  "a budget of persons is what one repair needs: tens to thousands");
}

}  // namespace

void CheckBudgets(const v1::Policy& policy, Findings* findings) {
  const bool numbers_people = NumbersPeople(policy);
  for (const v1::Role& role : policy.roles()) {
    if (!role.has_budgets()) continue;
    const v1::Budgets& budgets = role.budgets();
    CheckPersons(budgets, v1::Budgets::kPersonsPerWindowFieldNumber, budgets.persons_per_window(),
                 findings);
    CheckPersons(budgets, v1::Budgets::kPersonsPerDayFieldNumber, budgets.persons_per_day(),
                 findings);
    if (budgets.persons_per_window() != 0 && !role.requires_window()) {
      findings->Warning("idle-budget", {budgets, v1::Budgets::kPersonsPerWindowFieldNumber},
                        absl::StrCat("role ", Quoted(role.name()),
                                     " has a budget of persons for each window, and works without "
                                     "windows"),
                        "give `persons_per_day`, or `requires_window: true`");
    }
    const bool counts = budgets.persons_per_window() != 0 || budgets.persons_per_day() != 0;
    if (counts && !numbers_people) {
      findings->Missing("persons-not-numbered", {budgets},
                        "there is a budget of persons, and no column says who is one",
                        "add `person: \"…\"` to the columns that hold people's numbers");
    }
  }
}

}  // namespace sudare::checks
