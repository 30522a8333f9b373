// RowOrder: closes the order of rows where a statement leaves it open.
//
// SQL allows any order there, and PostgreSQL gives that of the plan it likes best: by its
// statistics of raw values, by the size of hidden rows, in the order of a hash table or a merge
// join. What the masks hide could be read off it. So rows without an order of their own are put
// into one made of what the client sees of them and of a secret salt:
//
//   SELECT q.* FROM (<statement> OFFSET 0) q ORDER BY <the client's keys>, md5(salt || q::text)
//
// Rows of one relation that are only filtered stay as they are: their order is that in which they
// are stored, and no index may give them in another. Inner selects are treated so where their order
// decides which rows there are (LIMIT, DISTINCT ON), and so are aggregates that show it
// (array_agg).
//
// Left open, because SQL gives no way to say it: the order of peers under window functions, and
// FETCH … WITH TIES by keys that are no output. OrderShowsInside() tells of the first.
#ifndef SUDARE_PROXY_SQL_ROW_ORDER_H_
#define SUDARE_PROXY_SQL_ROW_ORDER_H_

#include <functional>

#include "proxy/sql/analysis.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {

// Scans that would give rows in another order than the one in which they are stored.
struct ForbiddenScans {
  bool by_index = false;
  bool in_parallel = false;
};

// Changes the tree, which must be masked already. `salt` makes a node that stands for the salt, a
// text. Returns what must be forbidden.
ForbiddenScans CloseRowOrder(const std::function<ast::Node()>& salt, Analysis* analysis);

// Whether the order of rows could show in a place that CloseRowOrder can't close.
bool OrderShowsInside(Analysis* analysis);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_ROW_ORDER_H_
