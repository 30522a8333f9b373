#include "proxy/catalog/visible_schema.h"

#include <utility>

#include "absl/base/call_once.h"
#include "absl/strings/str_cat.h"
#include "policy/column_tokenizer.h"
#include "proxy/catalog/system_catalog.h"

namespace sudare {
namespace {

VisibleColumn Hidden() { return {}; }

// The column as the account sees it; `column == nullptr` if it doesn't.
VisibleColumn MakeColumn(const Policy& policy, const Account& account,
                         const CatalogRelation& relation, const CatalogColumn& column,
                         const Keyring& keyring, const DecisionContext& context) {
  VisibleColumn visible;
  visible.decision =
      Decide(policy, account, {relation.schema, relation.name, column.name}, context);
  if (visible.decision.kind == MaskKind::kHide || visible.decision.rule == nullptr) return Hidden();
  const sudare::v1::Rule& rule = visible.decision.rule->proto;
  absl::StatusOr<std::unique_ptr<const Mask>> mask = MakeMask(rule, column.type);
  if (!mask.ok()) return Hidden();
  visible.column = &column;
  visible.type = (*mask)->result_type();
  visible.mask = *std::move(mask);
  if (visible.decision.kind == MaskKind::kTokenize) {
    visible.tokenizer =
        MakeColumnTokenizer(keyring, account, rule.tokenize(), column.type, context.window);
    if (visible.tokenizer == nullptr) return Hidden();
  }
  return visible;
}

bool ReadsHidden(const VisibleRelation& visible, const CatalogIndex& index) {
  if (index.has_expressions && index.read_columns.empty()) return true;
  for (const auto* names : {&index.columns, &index.read_columns}) {
    for (const std::string& name : *names) {
      const VisibleColumn* column = visible.FindColumn(name);
      if (column == nullptr || column->decision.kind != MaskKind::kAllow) return true;
    }
  }
  return false;
}

// What is behind a view or in another database is not known, so the worst is assumed.
bool HidesItsIndexes(RelationKind kind) {
  return kind == RelationKind::kView || kind == RelationKind::kForeignTable;
}

void FindHiddenOrders(VisibleRelation* visible) {
  if (HidesItsIndexes(visible->relation->kind)) {
    visible->has_index_on_hidden = visible->index_order_is_hidden = true;
  }
  for (const CatalogIndex& index : visible->relation->indexes) {
    if (!ReadsHidden(*visible, index)) continue;
    visible->has_index_on_hidden = true;
    if (index.has_expressions || index.is_partial || index.columns.size() != 1) {
      visible->index_order_is_hidden = true;
    } else {
      visible->hidden_index_columns.push_back(index.columns[0]);
    }
  }
}

std::string KeyOf(absl::string_view schema, absl::string_view relation) {
  return absl::StrCat(schema, absl::string_view("\0", 1), relation);
}

}  // namespace

struct VisibleSchema::LazyCatalog {
  absl::once_flag once;
  std::unique_ptr<const SystemCatalog> catalog;
};

std::string VisibleColumn::type_name() const {
  std::string name = TypeName(type);
  return name.empty() ? column->type_sql : name;
}

const VisibleColumn* VisibleRelation::FindColumn(absl::string_view name) const {
  for (const VisibleColumn& column : columns) {
    if (column.column->name == name) return &column;
  }
  return nullptr;
}

VisibleSchema::VisibleSchema(std::shared_ptr<const Policy> policy,
                             std::shared_ptr<const CatalogSnapshot> catalog,
                             std::shared_ptr<const Keyring> keyring, const Account& account,
                             const DecisionContext& context, ViewDescriber describe_view)
    : policy_(std::move(policy)),
      catalog_(std::move(catalog)),
      account_(account),
      describe_view_(std::move(describe_view)),
      system_catalog_(std::make_shared<LazyCatalog>()) {
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
      const auto filters =
          account_.role->row_filters.find(absl::StrCat(relation.schema, ".", relation.name));
      if (filters != account_.role->row_filters.end()) {
        for (const RowFilter& filter : filters->second) visible.row_filters.push_back(filter.where);
      }
    }
    FindHiddenOrders(&visible);
    by_name_[KeyOf(relation.schema, relation.name)] = relations_.size();
    relations_.push_back(std::move(visible));
  }
}

const VisibleRelation* VisibleSchema::Find(absl::string_view schema,
                                           absl::string_view relation) const {
  const auto found = by_name_.find(KeyOf(schema, relation));
  return found == by_name_.end() ? nullptr : &relations_[found->second];
}

const SystemCatalog& VisibleSchema::system_catalog() const {
  LazyCatalog& lazy = *system_catalog_;
  absl::call_once(lazy.once, [&] { lazy.catalog = std::make_unique<const SystemCatalog>(*this); });
  return *lazy.catalog;
}

const VisibleRelation* VisibleSchema::FindByName(absl::string_view relation,
                                                 bool* ambiguous) const {
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
