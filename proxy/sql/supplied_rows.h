// SuppliedRows: a catalog relation as a select over rows that are bound as parameters, an array a
// column. The relation itself is never read.
#ifndef SUDARE_PROXY_SQL_SUPPLIED_ROWS_H_
#define SUDARE_PROXY_SQL_SUPPLIED_ROWS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "proxy/catalog/system_relations.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {

struct SuppliedRows {
  // A SelectStmt.
  ast::Node select;
  // $(i + 1) in it is the array of this column of the relation.
  std::vector<int> columns;
};

// `wanted`: indexes of the relation's columns, in the order of the result.
absl::StatusOr<SuppliedRows> SelectSupplied(const SystemRelation& relation,
                                            const std::vector<int>& wanted);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_SUPPLIED_ROWS_H_
