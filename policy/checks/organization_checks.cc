#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"
#include "policy/checks/name_rules.h"

namespace sudare::checks {
namespace {

constexpr uint32_t kMostReportMonths = 120;

void CheckOrganization(const v1::Organization& organization, Findings* findings) {
  CheckFreeName({organization, v1::Organization::kNameFieldNumber}, "organization",
                organization.name(), findings);
  for (const v1::SecurityReport& report : organization.security_report()) {
    CheckDate({report, v1::SecurityReport::kDateFieldNumber}, "security report", "date",
              report.date(), findings);
  }
  if (organization.report_months() > kMostReportMonths) {
    findings->Error("bad-limit", {organization, v1::Organization::kReportMonthsFieldNumber},
                    absl::StrCat("`report_months` is ", organization.report_months(),
                                 ", more than the largest sensible ", kMostReportMonths),
                    "give the months from one report to the next, normally 12");
  }
}

}  // namespace

void CheckOrganizations(const v1::Policy& policy, Findings* findings) {
  Duplicates duplicates("organization", findings);
  absl::flat_hash_set<std::string> known;
  std::vector<std::string> names;
  for (const v1::Organization& organization : policy.organizations()) {
    duplicates.Add({organization, v1::Organization::kNameFieldNumber}, organization.name());
    CheckOrganization(organization, findings);
    if (known.insert(organization.name()).second) names.push_back(organization.name());
  }
  // A policy without a register says nothing about anybody.
  if (names.empty() || !findings->complete()) return;
  for (const v1::Account& account : policy.accounts()) {
    if (account.organization().empty() || known.contains(account.organization())) continue;
    const std::string hint = DidYouMean(account.organization(), names);
    findings->Warning(
        "unknown-organization", {account, v1::Account::kOrganizationFieldNumber},
        absl::StrCat("organization ", Quoted(account.organization()), " of account ",
                     Quoted(account.name()), " is not in the register: nobody asks for its report"),
        absl::StrCat(hint, hint.empty() ? "" : "; or ", "add `organizations { name }`"));
  }
}

}  // namespace sudare::checks
