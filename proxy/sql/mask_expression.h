// Pieces of SQL that come from the policy, as trees: mask expressions and row filters.
#ifndef SUDARE_PROXY_SQL_MASK_EXPRESSION_H_
#define SUDARE_PROXY_SQL_MASK_EXPRESSION_H_

#include "absl/status/statusor.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {

// The column's mask over `t.column`. Not for tokens.
absl::StatusOr<ast::Node> MaskExpression(const VisibleColumn& column);

// The role's conditions over the relation, joined by AND, with columns as `t.column`.
// kFailedPrecondition: a condition doesn't parse, calls what isn't allowed, holds a sub-select, or
// names no column of the relation: nothing of the relation may be read then.
absl::StatusOr<ast::Node> RowFilterExpression(const VisibleRelation& relation);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_MASK_EXPRESSION_H_
