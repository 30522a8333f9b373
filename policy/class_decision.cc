#include "policy/class_decision.h"

namespace sudare {

Decision DecideClass(const Policy& policy, const Account& account, absl::string_view data_class,
                     const DecisionContext& context) {
  Decision decision;
  decision.data_class = policy.FindClass(data_class);
  if (decision.data_class == nullptr || account.role == nullptr ||
      !account.MayWorkOn(PledgeDay(context.now))) {
    return decision;
  }
  for (const Rule& rule : account.role->rules) {
    if (!rule.proto.table().empty() || !rule.proto.column().empty()) continue;
    if (rule.proto.class_() != data_class && rule.proto.class_() != "*") continue;
    decision.kind = rule.kind;
    decision.rule = &rule;
    break;
  }
  return decision;
}

}  // namespace sudare
