// The columns of a view that is expanded over the account's own tables, as the account sees them.
#ifndef SUDARE_PROXY_SQL_VIEW_COLUMNS_H_
#define SUDARE_PROXY_SQL_VIEW_COLUMNS_H_

#include <vector>

#include "proxy/catalog/visible_schema.h"

namespace sudare::sql {

// A column handed through to a table's has the type that the account sees there; one that is
// computed has the type that the view has in the database. Empty: the account can't query the view.
std::vector<ViewColumn> DescribeView(const VisibleSchema& schema, const VisibleRelation& view);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_VIEW_COLUMNS_H_
