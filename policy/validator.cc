#include "policy/validator.h"

#include "policy/checks/checks.h"
#include "policy/checks/findings.h"
#include "policy/checks/known_names.h"

namespace sudare {

std::vector<Issue> ValidatePolicy(const text::ParsedPolicy& parsed) {
  checks::Findings findings(parsed);
  const checks::KnownNames names(*parsed.proto);
  checks::CheckValues(*parsed.proto, &findings);
  checks::CheckRelations(*parsed.proto, names, &findings);
  checks::CheckRoles(*parsed.proto, names, &findings);
  checks::CheckRuleOrder(parsed, names, &findings);
  checks::CheckAccounts(*parsed.proto, names, &findings);
  checks::CheckBudgets(*parsed.proto, &findings);
  checks::CheckOrganizations(*parsed.proto, &findings);
  checks::CheckFunctions(*parsed.proto, &findings);
  return findings.Take();
}

}  // namespace sudare
