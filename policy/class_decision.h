// DecideClass: which mask an account meets on values of a class that stand in no column, such as
// fields of a message. Pure.
#ifndef SUDARE_POLICY_CLASS_DECISION_H_
#define SUDARE_POLICY_CLASS_DECISION_H_

#include "absl/strings/string_view.h"
#include "policy/evaluator.h"
#include "policy/policy.h"

namespace sudare {

// As Decide(), but rules that name a table or a column don't count, for there is none. A class that
// the policy doesn't know is hidden.
//
// Lifetime: the result points into `policy`.
Decision DecideClass(const Policy& policy, const Account& account, absl::string_view data_class,
                     const DecisionContext& context);

}  // namespace sudare

#endif  // SUDARE_POLICY_CLASS_DECISION_H_
