// Masks outside the statement: where a masked column is a plain output of the statement, the raw
// value flows to the proxy, which masks it on the way out at a fraction of the database's cost.
#ifndef SUDARE_PROXY_SQL_EGRESS_MASK_H_
#define SUDARE_PROXY_SQL_EGRESS_MASK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/analysis.h"

namespace sudare::sql {

// Changes the rewritten tree, whose relations are masked and whose row order is closed. Only the
// outputs of a top level that neither groups, compares nor orders rows by them are taken; every
// other mention of such a column stays the mask's expression. By index into the top level's
// outputs: the column whose mask is to be applied on the way out, or nullptr. Values of more than
// kLongestUnmasked bytes come masked already. Errors: of the policy's expressions.
absl::StatusOr<std::vector<const VisibleColumn*>> MoveMasksToEgress(ast::ParseResult* tree,
                                                                    Analysis* analysis);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_EGRESS_MASK_H_
