// TokenFlow: in which way each use of a token column is answered. The one place that chooses
// between
// - egress: the raw value flows untouched to the proxy, which turns it into the token on the way
//   out;
// - inverted literal: the proxy turns the client's token into the raw value, and the database
//   compares raw values;
// - equality of the raw value: where rows are grouped, joined or told apart by a column alone, the
//   database does it by raw values, which are equal where tokens are. Only where the order that raw
//   values bring about can't show (row_order.h);
// - token map: the proxy binds a map from raw values to tokens, and the column is a column of
//   tokens.
#ifndef SUDARE_PROXY_SQL_TOKEN_FLOW_H_
#define SUDARE_PROXY_SQL_TOKEN_FLOW_H_

#include <set>
#include <string>
#include <vector>

#include "proxy/sql/analysis.h"

namespace sudare::sql {

// Ways in which one column of the account's database is used by a statement.
struct ColumnWays {
  const CatalogRelation* relation = nullptr;
  const VisibleColumn* column = nullptr;
  std::set<std::string> ways;
  // For the token map: which uses needed it.
  std::set<std::string> reasons;
};

struct TokenFlow {
  // By index into Analysis::references: the reference is to the raw value.
  std::vector<bool> reference_is_raw;
  // By index into Analysis::comparisons: the comparison is made on raw values.
  std::vector<bool> comparison_is_raw;
  // By index into Analysis::grouped_outputs: rows are grouped by the raw value behind the output.
  std::vector<bool> grouped_output_is_raw;
  // By index into the top level's outputs: tokenized at egress.
  std::vector<const VisibleColumn*> egress;
  std::vector<ColumnWays> ways;
};

// Also sets token_wanted, raw_wanted and raw_name in `analysis`.
TokenFlow ChooseTokenFlow(Analysis* analysis);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_TOKEN_FLOW_H_
