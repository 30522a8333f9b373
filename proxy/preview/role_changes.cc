#include "proxy/preview/role_changes.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "policy/evaluator.h"
#include "policy/mask_strength.h"
#include "policy/rule_text.h"

namespace sudare::preview {
namespace {

using google::protobuf::FieldDescriptor;

// The ladder that risks are weighed by. Which of two masks shows more is for mask_strength.h to
// say.
int StepOf(MaskKind kind) {
  switch (kind) {
    case MaskKind::kHide:
      return 0;
    case MaskKind::kRedact:
      return 1;
    case MaskKind::kPresence:
      return 2;
    case MaskKind::kTokenize:
      return 3;
    case MaskKind::kGeneralize:
      return 4;
    case MaskKind::kPartial:
      return 5;
    case MaskKind::kJson:
      return 6;
    case MaskKind::kScrub:
      return 7;
    case MaskKind::kAllow:
      return 9;
  }
  return 0;
}

// Sees what its role sees, on any day.
Account MemberOf(const Role* role) {
  Account account;
  account.is_program = true;
  account.role = role;
  return account;
}

struct Sight {
  MaskKind kind = MaskKind::kHide;
  v1::Rule mask;
  std::string text;
  std::string place;
  bool is_inconvertible = false;
};

Sight SightOfColumn(const PolicyRole& role, const ColumnName& name) {
  const Decision decision =
      Decide(role.policy, MemberOf(role.role), name, DecisionContext{absl::UnixEpoch()});
  Sight sight;
  sight.kind = decision.kind;
  sight.is_inconvertible = decision.data_class != nullptr && !decision.data_class->convertible;
  if (decision.rule != nullptr) {
    sight.mask = decision.rule->proto;
    sight.text = MaskText(decision.rule->proto);
    sight.place = decision.rule->place.ToString();
  } else {
    sight.mask.mutable_hide();
    sight.text = decision.data_class == nullptr ? "hide (not listed)" : "hide (no rule)";
  }
  return sight;
}

// Unset: no change. Masks that tell the same of a value may still differ in whether there is a
// column.
std::optional<Direction> DirectionOf(const Sight& before, const Sight& after) {
  if (before.kind == MaskKind::kHide && after.kind == MaskKind::kHide) return std::nullopt;
  switch (CompareMasks(after.mask, before.mask)) {
    case MaskOrder::kWeaker:
      return Direction::kMore;
    case MaskOrder::kStronger:
      return Direction::kLess;
    case MaskOrder::kIncomparable:
      return Direction::kDifferent;
    case MaskOrder::kEqual:
      break;
  }
  if (before.kind == MaskKind::kHide) return Direction::kMore;
  if (after.kind == MaskKind::kHide) return Direction::kLess;
  if (before.text == after.text) return std::nullopt;
  return Direction::kDifferent;
}

using Names = std::set<std::tuple<std::string, std::string, std::string>>;

void AddNames(const Policy& policy, Names* names) {
  for (const PolicyTable& table : policy.tables()) {
    for (const PolicyColumn& column : table.columns) {
      names->emplace(table.schema, table.name, column.name);
    }
  }
}

void CompareColumns(const PolicyRole& older, const PolicyRole& newer, Changes* changes) {
  Names names;
  AddNames(older.policy, &names);
  AddNames(newer.policy, &names);
  for (const auto& [schema, table, column] : names) {
    const Sight before = SightOfColumn(older, {schema, table, column});
    const Sight after = SightOfColumn(newer, {schema, table, column});
    const std::optional<Direction> direction = DirectionOf(before, after);
    if (!direction) continue;
    int weight =
        Weight::kDetail + Weight::kMaskStep * std::abs(StepOf(after.kind) - StepOf(before.kind));
    if (before.is_inconvertible || after.is_inconvertible) weight += Weight::kInconvertible;
    v1::PolicyChange* change = changes->Add(
        *direction, weight,
        {"column", absl::StrCat(schema, ".", table, ".", column), before.text, after.text});
    change->set_old_place(before.place);
    change->set_new_place(after.place);
  }
}

// Views listed without columns show what their tables show.
std::set<std::string> ExpandedViews(const PolicyRole& role) {
  std::set<std::string> names;
  if (role.role == nullptr) return names;
  for (const PolicyTable& table : role.policy.tables()) {
    if (table.columns.empty()) names.insert(absl::StrCat(table.schema, ".", table.name));
  }
  return names;
}

void CompareViews(const PolicyRole& older, const PolicyRole& newer, Changes* changes) {
  const std::set<std::string> before = ExpandedViews(older), after = ExpandedViews(newer);
  changes->AddSets(Weight::kDetail, "view", "read through its definition",
                   {before.begin(), before.end()}, {after.begin(), after.end()});
}

std::multiset<std::string> FiltersOf(const Role* role, const std::string& table) {
  std::multiset<std::string> filters;
  if (role == nullptr) return filters;
  const auto found = role->row_filters.find(table);
  if (found == role->row_filters.end()) return filters;
  for (const RowFilter& filter : found->second) filters.insert(filter.where);
  return filters;
}

std::string FilterPlace(const Role* role, const std::string& table) {
  if (role == nullptr) return "";
  const auto found = role->row_filters.find(table);
  return found == role->row_filters.end() ? "" : found->second.front().place.ToString();
}

std::string RowsText(const std::multiset<std::string>& filters) {
  return filters.empty() ? "all rows" : absl::StrJoin(filters, " AND ");
}

void CompareRows(const PolicyRole& older, const PolicyRole& newer, Changes* changes) {
  // A role that isn't there sees no table: there is nothing to compare its rows with.
  if (older.role == nullptr || newer.role == nullptr) return;
  std::set<std::string> tables;
  for (const Role* role : {older.role, newer.role}) {
    for (const auto& filter : role->row_filters) tables.insert(filter.first);
  }
  for (const std::string& table : tables) {
    const auto before = FiltersOf(older.role, table), after = FiltersOf(newer.role, table);
    if (before == after) continue;
    Direction direction = Direction::kDifferent;
    if (std::includes(before.begin(), before.end(), after.begin(), after.end())) {
      direction = Direction::kMore;
    } else if (std::includes(after.begin(), after.end(), before.begin(), before.end())) {
      direction = Direction::kLess;
    }
    v1::PolicyChange* change =
        changes->Add(direction, Weight::kRows, {"rows", table, RowsText(before), RowsText(after)});
    change->set_old_place(FilterPlace(older.role, table));
    change->set_new_place(FilterPlace(newer.role, table));
  }
}

// The limit as a number to compare and as text; zero: the server's default.
std::pair<double, std::string> LimitOf(const v1::Limits& limits, const FieldDescriptor* field) {
  const auto* reflection = limits.GetReflection();
  double number = 0;
  std::string text;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
    const uint64_t value = reflection->GetUInt64(limits, field);
    number = static_cast<double>(value);
    text = absl::StrCat(value);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    const uint32_t value = reflection->GetUInt32(limits, field);
    number = value;
    text = absl::StrCat(value);
  } else {
    const absl::Duration value = absl::Seconds(limits.statement_timeout().seconds()) +
                                 absl::Nanoseconds(limits.statement_timeout().nanos());
    number = absl::ToDoubleSeconds(value);
    text = absl::FormatDuration(value);
  }
  return {number, number > 0 ? text : "the server's default"};
}

void CompareLimits(const Role& before, const Role& after, Changes* changes) {
  const auto* fields = v1::Limits::descriptor();
  for (int i = 0; i < fields->field_count(); ++i) {
    const auto [old_number, old_text] = LimitOf(before.limits, fields->field(i));
    const auto [new_number, new_text] = LimitOf(after.limits, fields->field(i));
    if (old_text == new_text) continue;
    Direction direction = new_number > old_number ? Direction::kMore : Direction::kLess;
    // What the server's default is isn't in a policy.
    if (old_number <= 0 || new_number <= 0) direction = Direction::kDifferent;
    changes->Add(direction, Weight::kLimit,
                 {"limit", fields->field(i)->name(), old_text, new_text});
  }
}

std::string OrNone(const std::string& name) { return name.empty() ? "none" : name; }

std::string ListOrNone(const std::vector<std::string>& names) {
  return names.empty() ? "none" : absl::StrJoin(names, ", ");
}

void CompareSettings(const Role& before, const Role& after, Changes* changes) {
  CompareLimits(before, after, changes);
  if (before.exclusive_with != after.exclusive_with) {
    const bool fewer = std::includes(before.exclusive_with.begin(), before.exclusive_with.end(),
                                     after.exclusive_with.begin(), after.exclusive_with.end());
    const bool more = std::includes(after.exclusive_with.begin(), after.exclusive_with.end(),
                                    before.exclusive_with.begin(), before.exclusive_with.end());
    changes->Add(fewer  ? Direction::kMore
                 : more ? Direction::kLess
                        : Direction::kDifferent,
                 Weight::kWindow,
                 {"role", "exclusive_with", ListOrNone(before.exclusive_with),
                  ListOrNone(after.exclusive_with)});
  }
  if (before.window_idle != after.window_idle) {
    changes->Add(after.window_idle > before.window_idle ? Direction::kMore : Direction::kLess,
                 Weight::kLimit,
                 {"role", "window_idle", absl::FormatDuration(before.window_idle),
                  absl::FormatDuration(after.window_idle)});
  }
  if (before.requires_window != after.requires_window) {
    changes->Add(after.requires_window ? Direction::kLess : Direction::kMore, Weight::kWindow,
                 {"role", "requires_window", before.requires_window ? "true" : "false",
                  after.requires_window ? "true" : "false"});
  }
  if (before.database_role != after.database_role) {
    changes->Add(
        Direction::kDifferent, Weight::kDetail,
        {"role", "database_role", OrNone(before.database_role), OrNone(after.database_role)});
  }
}

}  // namespace

void CompareRoles(const PolicyRole& older, const PolicyRole& newer, Changes* changes) {
  CompareColumns(older, newer, changes);
  CompareViews(older, newer, changes);
  CompareRows(older, newer, changes);
  if (older.role != nullptr && newer.role != nullptr) {
    CompareSettings(*older.role, *newer.role, changes);
  }
}

std::string SightOf(const PolicyRole& role) {
  Names names;
  AddNames(role.policy, &names);
  std::map<std::string, int> counts;
  for (const auto& [schema, table, column] : names) {
    const Sight sight = SightOfColumn(role, {schema, table, column});
    if (sight.kind != MaskKind::kHide) ++counts[std::string(MaskKindName(sight.kind))];
  }
  if (counts.empty()) return "no column";
  return absl::StrJoin(counts, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, " ", count.first);
  });
}

}  // namespace sudare::preview
