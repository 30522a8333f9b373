#include "proxy/preview/column_explanation.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/mask.h"
#include "policy/rule_text.h"
#include "policy/rule_trace.h"

namespace sudare::preview {
namespace {

using sudare::v1::ColumnExplanation;
using sudare::v1::TableExplanation;

std::string AndAdvice(std::string text, const std::string& advice) {
  return advice.empty() ? text : absl::StrCat(text, "; ", advice);
}

// What keeps the account from working at all.
std::vector<std::string> StandingNotes(const Viewpoint& viewpoint) {
  const Account& account = *viewpoint.account;
  if (account.role == nullptr) return {"the account has no role, so it sees nothing"};
  std::vector<std::string> notes;
  const absl::CivilDay day = PledgeDay(viewpoint.now);
  if (account.IsBlockedByReport(day)) {
    notes.push_back(absl::StrCat("organization ", Quoted(account.organization),
                                 " owes its report on security on ", absl::FormatCivilTime(day),
                                 ", so the account sees nothing that day, whatever the rules say"));
  } else if (!account.MayWorkOn(day)) {
    notes.push_back(absl::StrCat("the account has no pledge that is valid on ",
                                 absl::FormatCivilTime(day),
                                 ", so it sees nothing that day, whatever the rules say"));
  }
  if (account.role->requires_window) {
    notes.push_back("the role works inside open maintenance windows only");
  }
  return notes;
}

std::string UnlistedTableNote(const Policy& policy, absl::string_view table) {
  std::vector<std::string> names;
  for (const PolicyTable& known : policy.tables()) {
    names.push_back(absl::StrCat(known.schema, ".", known.name));
  }
  return AndAdvice(absl::StrCat("the policy doesn't list the table ", Quoted(table),
                                ": it is invisible to everybody"),
                   DidYouMean(table, names));
}

std::string UnlistedColumnNote(const PolicyTable& table, absl::string_view column) {
  if (table.columns.empty()) {
    return "the policy lists the table without columns: a view that is read through its "
           "definition, whose columns have the masks of what they are made of";
  }
  std::vector<std::string> names;
  for (const PolicyColumn& known : table.columns) names.push_back(known.name);
  return AndAdvice(
      absl::StrCat("the policy doesn't list the column ", Quoted(column), ": it is hidden"),
      DidYouMean(column, names));
}

// What the database's structure adds: the type, and whether the mask fits it.
void AddCatalog(const Viewpoint& viewpoint, const ColumnName& name, const RuleTrace& trace,
                ColumnExplanation* out) {
  if (viewpoint.catalog == nullptr) return;
  const CatalogRelation* relation = viewpoint.catalog->Find(name.schema, name.table);
  const CatalogColumn* column = relation == nullptr ? nullptr : relation->FindColumn(name.column);
  if (column == nullptr) {
    out->add_notes(relation == nullptr ? "the database has no such table"
                                       : "the database has no such column");
    return;
  }
  const std::string type = TypeName(column->type);
  out->set_type(type.empty() ? column->type_sql : type);
  if (trace.ruling == nullptr) return;
  const auto mask = MakeMask(trace.ruling->proto, column->type);
  if (mask.ok()) return;
  out->set_mask("hide");
  out->add_notes(absl::StrCat("hidden, because the mask doesn't fit the column's type: ",
                              mask.status().message()));
}

ColumnExplanation Explain(const Viewpoint& viewpoint, const ColumnName& name) {
  const Account& account = *viewpoint.account;
  const RuleTrace trace =
      TraceRules(*viewpoint.policy, account, name, DecisionContext{viewpoint.now});
  ColumnExplanation out;
  out.set_account(account.name);
  if (account.role != nullptr) out.set_role(account.role->name);
  out.set_column(absl::StrCat(name.schema, ".", name.table, ".", name.column));
  out.set_mask(std::string(MaskKindName(trace.decision.kind)));
  if (trace.decision.data_class != nullptr) out.set_class_(trace.decision.data_class->name);
  if (trace.ruling != nullptr) {
    out.set_rule(trace.ruling->place.ToString());
    out.set_rule_text(RuleText(trace.ruling->proto));
  }
  for (const PassedRule& passed : trace.passed) {
    v1::PassedRule* rule = out.add_passed();
    rule->set_place(passed.rule->place.ToString());
    rule->set_text(RuleText(passed.rule->proto));
    rule->set_why(passed.why);
  }
  const PolicyTable* table = viewpoint.policy->FindTable(name.schema, name.table);
  if (table == nullptr) {
    out.add_notes(UnlistedTableNote(*viewpoint.policy, absl::StrCat(name.schema, ".", name.table)));
  } else if (!trace.is_column_listed) {
    out.add_notes(UnlistedColumnNote(*table, name.column));
  } else {
    out.set_title(table->FindColumn(name.column)->title);
    if (trace.has_role && trace.ruling == nullptr) {
      out.add_notes("no rule of the role matches, so the column is hidden");
    }
  }
  AddCatalog(viewpoint, name, trace, &out);
  return out;
}

void AddRowFilters(const Viewpoint& viewpoint, const std::string& table, TableExplanation* out) {
  const Role* role = viewpoint.account->role;
  if (role == nullptr) return;
  const auto filters = role->row_filters.find(table);
  if (filters == role->row_filters.end()) return;
  for (const RowFilter& filter : filters->second) {
    v1::RowCondition* condition = out->add_row_filters();
    condition->set_where(filter.where);
    condition->set_place(filter.place.ToString());
  }
}

}  // namespace

absl::StatusOr<ColumnExplanation> ExplainColumn(const Viewpoint& viewpoint,
                                                absl::string_view column) {
  const std::vector<absl::string_view> parts = absl::StrSplit(column, '.');
  if (parts.size() != 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("column name ", Quoted(column), " is not schema.table.column"));
  }
  ColumnExplanation explanation = Explain(viewpoint, {parts[0], parts[1], parts[2]});
  for (const std::string& note : StandingNotes(viewpoint)) explanation.add_notes(note);
  return explanation;
}

absl::StatusOr<TableExplanation> ExplainTable(const Viewpoint& viewpoint, absl::string_view table) {
  const std::vector<absl::string_view> parts = absl::StrSplit(table, '.');
  if (parts.size() != 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("table name ", Quoted(table), " is not schema.table"));
  }
  TableExplanation out;
  out.set_account(viewpoint.account->name);
  if (viewpoint.account->role != nullptr) out.set_role(viewpoint.account->role->name);
  out.set_table(std::string(table));
  AddRowFilters(viewpoint, out.table(), &out);
  const PolicyTable* listed = viewpoint.policy->FindTable(parts[0], parts[1]);
  if (listed == nullptr) {
    out.add_notes(UnlistedTableNote(*viewpoint.policy, table));
  } else {
    out.set_title(listed->title);
    if (listed->columns.empty()) out.add_notes(UnlistedColumnNote(*listed, ""));
    for (const PolicyColumn& column : listed->columns) {
      *out.add_columns() = Explain(viewpoint, {parts[0], parts[1], column.name});
    }
  }
  const CatalogRelation* relation =
      viewpoint.catalog == nullptr ? nullptr : viewpoint.catalog->Find(parts[0], parts[1]);
  if (relation != nullptr) {
    out.set_kind(std::string(RelationKindName(relation->kind)));
    for (const CatalogColumn& column : relation->columns) {
      if (listed != nullptr && listed->FindColumn(column.name) != nullptr) continue;
      *out.add_columns() = Explain(viewpoint, {parts[0], parts[1], column.name});
    }
  } else if (viewpoint.catalog != nullptr) {
    out.add_notes("the database has no such table");
  }
  for (const std::string& note : StandingNotes(viewpoint)) out.add_notes(note);
  return out;
}

}  // namespace sudare::preview
