#include "proxy/sql/row_filter_columns.h"

#include "absl/container/flat_hash_set.h"
#include "policy/base/status_macros.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/ast.h"
#include "proxy/sql/mask_expression.h"

namespace sudare::sql {

absl::StatusOr<std::vector<std::string>> RowFilterColumns(const CatalogRelation& relation,
                                                          const std::vector<std::string>& filters) {
  std::vector<std::string> columns;
  if (filters.empty()) return columns;
  VisibleRelation filtered;
  filtered.relation = &relation;
  filtered.row_filters = filters;
  SUDARE_ASSIGN_OR_RETURN(ast::Node condition, RowFilterExpression(filtered));
  absl::flat_hash_set<std::string> named;
  VisitNodes(&condition, [&named](ast::Node* node) {
    if (!node->has_column_ref()) return;
    const ast::ColumnRef& ref = node->column_ref();
    named.insert(StringOf(ref.fields(ref.fields_size() - 1)));
  });
  for (const CatalogColumn& column : relation.columns) {
    if (named.contains(column.name)) columns.push_back(column.name);
  }
  return columns;
}

}  // namespace sudare::sql
