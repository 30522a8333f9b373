#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"

namespace sudare::checks {
namespace {

// Roles times columns. A city's policy has some ten thousand.
constexpr int64_t kMaxDecisions = 20 * 1000 * 1000;

bool KeepsUnconvertible(const v1::Rule& rule) {
  return rule.has_hide() || rule.has_redact() || rule.has_presence() ||
         rule.mask_case() == v1::Rule::MASK_NOT_SET;
}

std::string MaskName(const v1::Rule& rule) {
  const int field = static_cast<int>(rule.mask_case());
  return v1::Rule::descriptor()->FindFieldByNumber(field)->name();
}

std::string SelectorKey(absl::string_view data_class, absl::string_view table,
                        absl::string_view column) {
  return absl::StrCat(data_class, "\n", table, "\n", column);
}

// Finds the first matching rule of a role in a fixed number of look-ups: each selector of a rule is
// either unset or the column's own, so a column can only be selected by the rules with one of
// twelve combinations. (Decide() walks the rules instead; a test holds the two against each other.)
class FirstMatch {
 public:
  explicit FirstMatch(const v1::Role& role) {
    for (int i = 0; i < role.rules_size(); ++i) {
      const v1::Rule& rule = role.rules(i);
      first_.emplace(SelectorKey(rule.class_(), rule.table(), rule.column()), i);
    }
    first_.erase(SelectorKey("", "", ""));
  }

  // Index of the rule; -1: none.
  int Of(absl::string_view data_class, absl::string_view table, absl::string_view column) const {
    int best = -1;
    for (absl::string_view by_class : {data_class, absl::string_view("*"), absl::string_view()}) {
      for (absl::string_view by_table : {table, absl::string_view()}) {
        for (absl::string_view by_column : {column, absl::string_view()}) {
          const auto found = first_.find(SelectorKey(by_class, by_table, by_column));
          if (found == first_.end()) continue;
          if (best < 0 || found->second < best) best = found->second;
        }
      }
    }
    return best;
  }

 private:
  absl::flat_hash_map<std::string, int> first_;
};

class RoleOrder {
 public:
  RoleOrder(const text::ParsedPolicy& parsed, const KnownNames& names, const v1::Role& role,
            Findings* findings)
      : parsed_(parsed), names_(names), role_(role), findings_(findings) {}

  void Check() {
    const FirstMatch first_match(role_);
    decides_.assign(role_.rules_size(), false);
    for (const v1::Table& table : parsed_.proto->tables()) {
      for (const v1::Column& column : table.columns()) {
        const std::string full_name = absl::StrCat(table.name(), ".", column.name());
        const int decider = first_match.Of(column.class_(), table.name(), full_name);
        if (decider < 0) continue;
        decides_[decider] = true;
        CheckConvertible(role_.rules(decider), column.class_(), Quoted(full_name));
      }
    }
    for (const v1::DataClass& data_class : parsed_.proto->classes()) CheckUnusedClass(data_class);
    if (findings_->complete()) WarnOfIdleRules(first_match);
  }

 private:
  void CheckConvertible(const v1::Rule& rule, const std::string& class_name,
                        const std::string& what) {
    const v1::DataClass* data_class = names_.classes.Find(class_name);
    if (data_class == nullptr || !data_class->has_convertible() || data_class->convertible()) {
      return;
    }
    if (KeepsUnconvertible(rule) || !reported_.emplace(&rule, class_name).second) return;
    findings_->Error("unconvertible-shown", {rule, static_cast<int>(rule.mask_case())},
                     absl::StrCat(Quoted(MaskName(rule)), " would show ", what, ", but class ",
                                  Quoted(class_name), " must not be converted"),
                     rule.class_() == class_name
                         ? "use `hide`, `redact` or `presence`"
                         : absl::StrCat("put a rule for class ", Quoted(class_name),
                                        " with `hide`, `redact` or `presence` before this one"));
  }

  // A rule that names a class of which no column is listed yet decides once one is.
  void CheckUnusedClass(const v1::DataClass& data_class) {
    if (!data_class.has_convertible() || data_class.convertible()) return;
    for (const v1::Rule& rule : role_.rules()) {
      if (!rule.table().empty() || !rule.column().empty()) continue;
      if (rule.class_() == "*") return;
      if (rule.class_() != data_class.name()) continue;
      if (!HasColumns(data_class.name())) {
        CheckConvertible(rule, data_class.name(), "any column of it");
      }
      return;
    }
  }

  bool HasColumns(const std::string& class_name) const {
    return std::any_of(names_.columns.begin(), names_.columns.end(),
                       [&](const auto& column) { return column.second->class_() == class_name; });
  }

  void WarnOfIdleRules(const FirstMatch& first_match) {
    for (int i = 0; i < role_.rules_size(); ++i) {
      const v1::Rule& rule = role_.rules(i);
      if (decides_[i] || findings_->Full() || !SelectorsAreKnown(rule)) continue;
      const int winner = WinnerOver(rule, first_match);
      if (winner < 0) {
        findings_->Warning("dead-rule", {rule}, "this rule selects no listed column",
                           "remove it, or list them");
      } else {
        findings_->Warning(
            "shadowed-rule", {rule},
            absl::StrCat("this rule never decides: what it selects is decided before, by ",
                         parsed_.places.Of(role_.rules(winner)).ToString()),
            "the first rule that matches wins; move this one up or remove it");
      }
    }
  }

  // Unknown names are reported on their own.
  bool SelectorsAreKnown(const v1::Rule& rule) const {
    const bool none = rule.class_().empty() && rule.table().empty() && rule.column().empty();
    const bool known_class =
        rule.class_().empty() || rule.class_() == "*" || names_.classes.Find(rule.class_());
    const bool known_table = rule.table().empty() || names_.tables.Find(rule.table());
    const bool known_column = rule.column().empty() || names_.FindColumn(rule.column());
    return !none && known_class && known_table && known_column;
  }

  // The rule that decides the first column that `rule` selects; -1 if it selects none.
  int WinnerOver(const v1::Rule& rule, const FirstMatch& first_match) const {
    for (const v1::Table& table : parsed_.proto->tables()) {
      if (!rule.table().empty() && rule.table() != table.name()) continue;
      for (const v1::Column& column : table.columns()) {
        const std::string full_name = absl::StrCat(table.name(), ".", column.name());
        if (!rule.column().empty() && rule.column() != full_name) continue;
        if (!rule.class_().empty() && rule.class_() != "*" && rule.class_() != column.class_()) {
          continue;
        }
        return first_match.Of(column.class_(), table.name(), full_name);
      }
    }
    return -1;
  }

  const text::ParsedPolicy& parsed_;
  const KnownNames& names_;
  const v1::Role& role_;
  Findings* const findings_;
  std::vector<bool> decides_;
  // Rules and classes already reported.
  absl::flat_hash_set<std::pair<const v1::Rule*, std::string>> reported_;
};

}  // namespace

void CheckRuleOrder(const text::ParsedPolicy& parsed, const KnownNames& names, Findings* findings) {
  const int64_t decisions = static_cast<int64_t>(names.columns.size()) * parsed.proto->roles_size();
  if (decisions > kMaxDecisions) {
    findings->Error(
        "too-large", {*parsed.proto},
        absl::StrCat("too large: more than ", kMaxDecisions, " pairs of a role and a column"));
    return;
  }
  for (const v1::Role& role : parsed.proto->roles()) {
    if (findings->Full()) return;
    RoleOrder(parsed, names, role, findings).Check();
  }
}

}  // namespace sudare::checks
