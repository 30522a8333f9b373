// Scope: which names mean what at one place of a query, exactly as PostgreSQL resolves them.
#ifndef SUDARE_PROXY_SQL_SCOPE_H_
#define SUDARE_PROXY_SQL_SCOPE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/sql/analysis.h"

namespace sudare::sql {

// A WITH query that may be named in FROM.
struct Cte {
  std::string name;
  // Names of the columns as FROM shows them.
  std::vector<std::string> names;
  std::vector<Output*> outputs;
  // The level whose rows it gives; set once resolved.
  SelectLevel* level = nullptr;
  // The level whose WITH it stands in.
  const SelectLevel* home = nullptr;
  // How many of the last outputs SEARCH and CYCLE added.
  int added_outputs = 0;
};

// What FROM, or one side of a join, makes visible.
struct Namespace {
  // Addressable as name.column.
  std::vector<FromItem*> items;
  // Addressable by the column's name alone, in the order of `*`.
  std::vector<ItemColumn*> columns;

  void Append(const Namespace& other);
};

// One query level. Scopes form a chain from the inside out.
//
// Lifetime: on the resolver's stack.
struct Scope {
  const Scope* parent = nullptr;
  Namespace visible;
  // WITH queries of this level, later ones first in lookups.
  std::vector<Cte*> ctes;
  SelectLevel* level = nullptr;
};

struct ColumnMatch {
  ItemColumn* column = nullptr;
  bool ambiguous = false;
};

// Whether `name` means the column; its name in the rewritten SQL can't be a client's.
bool IsNamed(const ItemColumn& column, absl::string_view name);

// The innermost match of an unqualified column name.
ColumnMatch FindColumn(const Scope& scope, absl::string_view name);

struct ItemMatch {
  FromItem* item = nullptr;
  bool ambiguous = false;
};

// The innermost item called `name`; with a schema only relations without alias match.
ItemMatch FindItem(const Scope& scope, absl::string_view schema, absl::string_view name);

// The column of an item; nullptr if it has none of that name.
ColumnMatch FindColumnOf(FromItem& item, absl::string_view name);

Cte* FindCte(const Scope& scope, absl::string_view name);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_SCOPE_H_
