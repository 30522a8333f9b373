#include "proxy/sql/scope.h"

namespace sudare::sql {

void Namespace::Append(const Namespace& other) {
  items.insert(items.end(), other.items.begin(), other.items.end());
  columns.insert(columns.end(), other.columns.begin(), other.columns.end());
}

bool IsNamed(const ItemColumn& column, absl::string_view name) {
  return column.name == name || (!column.sql_name.empty() && column.sql_name == name);
}

ColumnMatch FindColumn(const Scope& scope, absl::string_view name) {
  for (const Scope* level = &scope; level != nullptr; level = level->parent) {
    ColumnMatch match;
    for (ItemColumn* column : level->visible.columns) {
      if (!IsNamed(*column, name)) continue;
      if (match.column != nullptr) {
        match.ambiguous = true;
        return match;
      }
      match.column = column;
    }
    if (match.column != nullptr) return match;
  }
  return {};
}

ItemMatch FindItem(const Scope& scope, absl::string_view schema, absl::string_view name) {
  for (const Scope* level = &scope; level != nullptr; level = level->parent) {
    ItemMatch match;
    for (FromItem* item : level->visible.items) {
      if (item->name != name || (!schema.empty() && item->schema != schema)) continue;
      if (match.item != nullptr) {
        match.ambiguous = true;
        return match;
      }
      match.item = item;
    }
    if (match.item != nullptr) return match;
  }
  return {};
}

ColumnMatch FindColumnOf(FromItem& item, absl::string_view name) {
  ColumnMatch match;
  for (ItemColumn& column : item.columns) {
    if (!IsNamed(column, name)) continue;
    if (match.column != nullptr) {
      match.ambiguous = true;
      return match;
    }
    match.column = &column;
  }
  return match;
}

Cte* FindCte(const Scope& scope, absl::string_view name) {
  for (const Scope* level = &scope; level != nullptr; level = level->parent) {
    for (auto cte = level->ctes.rbegin(); cte != level->ctes.rend(); ++cte) {
      if ((*cte)->name == name) return *cte;
    }
  }
  return nullptr;
}

}  // namespace sudare::sql
