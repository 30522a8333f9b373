// The checks of a policy, one a subject. Each reports all it finds and relies on no other having
// passed.
#ifndef SUDARE_POLICY_CHECKS_CHECKS_H_
#define SUDARE_POLICY_CHECKS_CHECKS_H_

#include "policy/checks/findings.h"
#include "policy/checks/known_names.h"
#include "policy/text/parsed_policy.h"
#include "proto/policy.pb.h"

namespace sudare::checks {

// Every text is UTF-8 without control characters, every enum value is one of the language; the
// policy isn't empty.
void CheckValues(const v1::Policy& policy, Findings* findings);

// Classes, tables and columns: names, duplicates, classes that exist.
void CheckRelations(const v1::Policy& policy, const KnownNames& names, Findings* findings);

// Roles: names, selectors of rules, masks, row filters, limits.
void CheckRoles(const v1::Policy& policy, const KnownNames& names, Findings* findings);

// The parameters of a rule's mask, whatever column it meets.
void CheckMask(const v1::Rule& rule, Findings* findings);

// Tokens of one domain within a role are comparable: they share scope and prefix.
void CheckTokenDomains(const v1::Role& role, Findings* findings);

// What each rule decides, first match winning: rules that never decide, and rules that show a class
// in another form that must not be converted.
void CheckRuleOrder(const text::ParsedPolicy& parsed, const KnownNames& names, Findings* findings);

// Accounts and staff: names, roles, certificates, passwords, pledges, duties.
void CheckAccounts(const v1::Policy& policy, const KnownNames& names, Findings* findings);

// Budgets of roles: sensible, and of something that can be counted.
void CheckBudgets(const v1::Policy& policy, Findings* findings);

// Organizations: names, dates of reports, accounts of those that aren't in the register.
void CheckOrganizations(const v1::Policy& policy, Findings* findings);

// Functions that the admin allows beside the built-in list.
void CheckFunctions(const v1::Policy& policy, Findings* findings);

}  // namespace sudare::checks

#endif  // SUDARE_POLICY_CHECKS_CHECKS_H_
