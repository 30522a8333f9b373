#include "policy/rule_trace.h"

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"

namespace sudare {
namespace {

std::string WhyPassed(const sudare::v1::Rule& rule, RuleMatch match, const DataClass& data_class) {
  switch (match) {
    case RuleMatch::kOtherClass:
      return absl::StrCat("it is for the class ", Quoted(rule.class_()),
                          ", and this column is of the class ", Quoted(data_class.name));
    case RuleMatch::kOtherTable:
      return absl::StrCat("it is for the table ", Quoted(rule.table()));
    case RuleMatch::kOtherColumn:
      return absl::StrCat("it is for the column ", Quoted(rule.column()));
    case RuleMatch::kNoSelector:
      return "it selects nothing";
    case RuleMatch::kMatches:
      break;
  }
  return "";
}

}  // namespace

RuleTrace TraceRules(const Policy& policy, const Account& account, const ColumnName& column,
                     const DecisionContext& context) {
  RuleTrace trace;
  trace.decision = Decide(policy, account, column, context);
  trace.has_role = account.role != nullptr;
  trace.has_pledge = account.MayWorkOn(PledgeDay(context.now));
  trace.is_table_listed = policy.FindTable(column.schema, column.table) != nullptr;
  trace.is_column_listed = trace.decision.data_class != nullptr;
  if (!trace.is_column_listed || !trace.has_role) return trace;
  for (const Rule& rule : account.role->rules) {
    const RuleMatch match = MatchRule(rule.proto, column, *trace.decision.data_class);
    if (match == RuleMatch::kMatches) {
      trace.ruling = &rule;
      break;
    }
    trace.passed.push_back(
        {&rule, match, WhyPassed(rule.proto, match, *trace.decision.data_class)});
  }
  return trace;
}

}  // namespace sudare
