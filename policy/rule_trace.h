// TraceRules: how a decision came about, rule by rule. Pure, like Decide, and of one mind with it.
#ifndef SUDARE_POLICY_RULE_TRACE_H_
#define SUDARE_POLICY_RULE_TRACE_H_

#include <string>
#include <vector>

#include "policy/evaluator.h"
#include "policy/policy.h"

namespace sudare {

// A rule that stands above the one that decides.
struct PassedRule {
  const Rule* rule = nullptr;
  RuleMatch match = RuleMatch::kNoSelector;
  // "it is for the class `pay`, and this column is of the class `name`".
  std::string why;
};

struct RuleTrace {
  // What Decide() says.
  Decision decision;
  // Whether the policy lists the table, and the column in it.
  bool is_table_listed = false;
  bool is_column_listed = false;
  // Whether the account has a role, and a pledge that is valid on the day. Without either it sees
  // nothing, whatever the rules say.
  bool has_role = false;
  bool has_pledge = false;
  // The first rule that matches, whether the account may work or not; nullptr: none.
  const Rule* ruling = nullptr;
  // Those above it, from the top; all rules of the role if none matches. Empty for a column that
  // isn't listed.
  std::vector<PassedRule> passed;
};

// Lifetime: the result points into `policy`.
RuleTrace TraceRules(const Policy& policy, const Account& account, const ColumnName& column,
                     const DecisionContext& context);

}  // namespace sudare

#endif  // SUDARE_POLICY_RULE_TRACE_H_
