#include "policy/evaluator.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

// Whether `name` is `parts` joined by dots, without building the string.
bool IsDotted(absl::string_view name, std::initializer_list<absl::string_view> parts) {
  bool first = true;
  for (absl::string_view part : parts) {
    if (!first && !absl::ConsumePrefix(&name, ".")) return false;
    if (!absl::ConsumePrefix(&name, part)) return false;
    first = false;
  }
  return name.empty();
}

}  // namespace

RuleMatch MatchRule(const sudare::v1::Rule& rule, const ColumnName& column,
                    const DataClass& data_class) {
  if (rule.class_().empty() && rule.table().empty() && rule.column().empty()) {
    return RuleMatch::kNoSelector;
  }
  if (!rule.class_().empty() && rule.class_() != "*" && rule.class_() != data_class.name) {
    return RuleMatch::kOtherClass;
  }
  if (!rule.table().empty() && !IsDotted(rule.table(), {column.schema, column.table})) {
    return RuleMatch::kOtherTable;
  }
  if (!rule.column().empty() &&
      !IsDotted(rule.column(), {column.schema, column.table, column.column})) {
    return RuleMatch::kOtherColumn;
  }
  return RuleMatch::kMatches;
}

// Japan has had one offset and no daylight saving since 1951: no time zone data is needed on the
// machine.
absl::CivilDay PledgeDay(absl::Time now) {
  return absl::ToCivilDay(now, absl::FixedTimeZone(9 * 60 * 60));
}

bool WorkWindow::Needs(const DataClass& data_class) const {
  return classes.empty() ||
         std::find(classes.begin(), classes.end(), data_class.name) != classes.end();
}

std::string Decision::Place() const {
  return rule == nullptr ? "no rule: hidden by default" : rule->place.ToString();
}

Decision Decide(const Policy& policy, const Account& account, const ColumnName& column,
                const DecisionContext& context) {
  Decision decision;
  const PolicyTable* table = policy.FindTable(column.schema, column.table);
  const PolicyColumn* listed = table == nullptr ? nullptr : table->FindColumn(column.column);
  if (listed == nullptr || listed->data_class == nullptr) return decision;
  decision.data_class = listed->data_class;
  if (account.role == nullptr || !account.MayWorkOn(PledgeDay(context.now))) return decision;
  for (const Rule& rule : account.role->rules) {
    if (MatchRule(rule.proto, column, *listed->data_class) != RuleMatch::kMatches) continue;
    decision.kind = rule.kind;
    decision.rule = &rule;
    if (context.window != nullptr && !context.window->Needs(*listed->data_class)) {
      decision.hidden_by_window = rule.kind != MaskKind::kHide;
      decision.kind = MaskKind::kHide;
    }
    break;
  }
  return decision;
}

std::string ScopeOf(const Account& account, const sudare::v1::Tokenize& tokenize,
                    const WorkWindow* window) {
  switch (tokenize.scope()) {
    case sudare::v1::Tokenize::GLOBAL:
      return "global";
    case sudare::v1::Tokenize::ACCOUNT:
      return absl::StrCat("account:", account.name);
    case sudare::v1::Tokenize::WINDOW:
      return window == nullptr || window->token_scope.empty()
                 ? ""
                 : absl::StrCat("window:", window->token_scope);
    case sudare::v1::Tokenize::SCOPE_UNSPECIFIED:
    case sudare::v1::Tokenize::ROLE:
    default:
      break;
  }
  // A scope of a later version of the language, unknown here, never validates; the role's is
  // narrower than global.
  return absl::StrCat("role:", account.role == nullptr ? "" : account.role->name);
}

}  // namespace sudare
