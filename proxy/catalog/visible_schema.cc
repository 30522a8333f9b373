#include "proxy/catalog/visible_schema.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace sudare {
namespace {

VisibleColumn Hidden() { return {}; }

// The column as the account sees it; `column == nullptr` if it doesn't.
VisibleColumn MakeColumn(const Policy& policy, const Account& account, const CatalogRelation& relation,
                         const CatalogColumn& column, const Keyring& keyring,
                         const DecisionContext& context) {
  VisibleColumn visible;
  visible.decision = Decide(policy, account, {relation.schema, relation.name, column.name}, context);
  if (visible.decision.kind == MaskKind::kHide || visible.decision.rule == nullptr) return Hidden();
  const sudare::v1::Rule& rule = visible.decision.rule->proto;
  absl::StatusOr<std::unique_ptr<const Mask>> mask = MakeMask(rule, column.type);
  if (!mask.ok()) return Hidden();
  visible.column = &column;
  visible.type = (*mask)->result_type();
  visible.mask = *std::move(mask);
  if (visible.decision.kind == MaskKind::kTokenize) {
    visible.tokenizer = keyring.MakeTokenizer(
        {rule.tokenize().domain(), ScopeOf(account, rule.tokenize())}, rule.tokenize().prefix());
    if (visible.tokenizer == nullptr) return Hidden();
  }
  return visible;
}

bool HasIndexOnHidden(const VisibleRelation& visible) {
  for (const CatalogIndex& index : visible.relation->indexes) {
    if (index.has_expressions) return true;
    for (const std::string& name : index.columns) {
      const VisibleColumn* column = visible.FindColumn(name);
      if (column == nullptr || column->decision.kind != MaskKind::kAllow) return true;
    }
  }
  return false;
}

std::string KeyOf(absl::string_view schema, absl::string_view relation) {
  return absl::StrCat(schema, absl::string_view("\0", 1), relation);
}

}  // namespace

const VisibleColumn* VisibleRelation::FindColumn(absl::string_view name) const {
  for (const VisibleColumn& column : columns) {
    if (column.column->name == name) return &column;
  }
  return nullptr;
}

VisibleSchema::VisibleSchema(std::shared_ptr<const Policy> policy,
                             std::shared_ptr<const CatalogSnapshot> catalog,
                             std::shared_ptr<const Keyring> keyring, const Account& account,
                             const DecisionContext& context)
    : policy_(std::move(policy)), catalog_(std::move(catalog)), account_(account) {
  for (const CatalogRelation& relation : catalog_->relations()) {
    VisibleRelation visible;
    visible.relation = &relation;
    visible.table = policy_->FindTable(relation.schema, relation.name);
    if (visible.table == nullptr) continue;
    visible.is_expanded_view =
        relation.kind == RelationKind::kView && visible.table->columns.empty();
    for (const CatalogColumn& column : relation.columns) {
      VisibleColumn made = MakeColumn(*policy_, account_, relation, column, *keyring, context);
      if (made.column != nullptr) visible.columns.push_back(std::move(made));
    }
    if (visible.columns.empty() && !visible.is_expanded_view) continue;
    if (account_.role != nullptr) {
      const auto filters = account_.role->row_filters.find(
          absl::StrCat(relation.schema, ".", relation.name));
      if (filters != account_.role->row_filters.end()) {
        for (const RowFilter& filter : filters->second) visible.row_filters.push_back(filter.where);
      }
    }
    visible.has_index_on_hidden = HasIndexOnHidden(visible);
    by_name_[KeyOf(relation.schema, relation.name)] = relations_.size();
    relations_.push_back(std::move(visible));
  }
}

const VisibleRelation* VisibleSchema::Find(absl::string_view schema,
                                           absl::string_view relation) const {
  const auto found = by_name_.find(KeyOf(schema, relation));
  return found == by_name_.end() ? nullptr : &relations_[found->second];
}

const VisibleRelation* VisibleSchema::FindByName(absl::string_view relation, bool* ambiguous) const {
  const VisibleRelation* found = nullptr;
  *ambiguous = false;
  for (const VisibleRelation& candidate : relations_) {
    if (candidate.relation->name != relation) continue;
    if (found != nullptr) {
      *ambiguous = true;
      return nullptr;
    }
    found = &candidate;
  }
  return found;
}

}  // namespace sudare
