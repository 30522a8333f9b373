// Decide: which mask an account meets on a column, and by which rule. Pure.
#ifndef SUDARE_POLICY_EVALUATOR_H_
#define SUDARE_POLICY_EVALUATOR_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "policy/policy.h"

namespace sudare {

struct ColumnName {
  absl::string_view schema;
  absl::string_view table;
  absl::string_view column;
};

// Whether the selectors of a rule match a column, and if not, the first of them that doesn't.
enum class RuleMatch {
  kMatches,
  kOtherClass,
  kOtherTable,
  kOtherColumn,
  // None is set. Such a rule doesn't validate; if one comes, it matches nothing.
  kNoSelector,
};
RuleMatch MatchRule(const sudare::v1::Rule& rule, const ColumnName& column,
                    const DataClass& data_class);

// A maintenance window that an account works in: it may narrow what the role shows, never widen it.
struct WorkWindow {
  std::string id;
  // Of the subkeys of its tokens; no two windows have the same.
  std::string token_scope;
  // Names of the data classes that are needed; columns of others are hidden. Empty: all.
  std::vector<std::string> classes;

  bool Needs(const DataClass& data_class) const;
};

// What the decision may depend on beside the policy. No clock is read inside.
struct DecisionContext {
  absl::Time now;
  // Null: none.
  const WorkWindow* window = nullptr;
};

struct Decision {
  MaskKind kind = MaskKind::kHide;
  // The rule that decided; nullptr: none matched, or the column isn't listed.
  const Rule* rule = nullptr;
  // The column's class; nullptr if the column isn't listed.
  const DataClass* data_class = nullptr;
  // The rule shows it, but the window doesn't need its class.
  bool hidden_by_window = false;

  // "file:line", or "no rule: hidden by default".
  std::string Place() const;
};

// First match wins; no match hides. An account without a role or without a valid pledge on the day
// of `context.now` (in Japan's time) meets kHide everywhere.
//
// Lifetime: the result points into `policy`.
Decision Decide(const Policy& policy, const Account& account, const ColumnName& column,
                const DecisionContext& context);

// The day that pledges are looked at by: the one of `now` in Japan.
absl::CivilDay PledgeDay(absl::Time now);

// The scope string of a tokenize rule for an account: "global", "role:<role>", "account:<account>",
// "window:<scope of the window>". Empty: tokens of a window, outside of any; there are none.
std::string ScopeOf(const Account& account, const sudare::v1::Tokenize& tokenize,
                    const WorkWindow* window = nullptr);

}  // namespace sudare

#endif  // SUDARE_POLICY_EVALUATOR_H_
