// What the row filters of a policy read.
#ifndef SUDARE_PROXY_SQL_ROW_FILTER_COLUMNS_H_
#define SUDARE_PROXY_SQL_ROW_FILTER_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/catalog/catalog.h"

namespace sudare::sql {

// The columns of `relation` that conditions over it name, each once, in the relation's order.
// kFailedPrecondition: a condition can't be applied, for the same reasons for which queries are
// refused.
absl::StatusOr<std::vector<std::string>> RowFilterColumns(const CatalogRelation& relation,
                                                          const std::vector<std::string>& filters);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_ROW_FILTER_COLUMNS_H_
