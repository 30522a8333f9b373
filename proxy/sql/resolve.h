// Resolving: every name of a statement is tied to what it means in the account's database, or the
// statement is refused.
//
// The resolver also completes the tree: stars become lists of columns, NATURAL becomes USING,
// functions and types get their schema, outputs get the names PostgreSQL would give them.
#ifndef SUDARE_PROXY_SQL_RESOLVE_H_
#define SUDARE_PROXY_SQL_RESOLVE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/value.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {

// `parameters` are the client's values: arrays of tokens among them are spread out.
// kInvalidArgument: a name that is missing, hidden or ambiguous, each told apart only as far as the
// account may know. kPermissionDenied: a function, operator or type outside the closed lists.
// kUnimplemented: not analysed.
absl::StatusOr<std::unique_ptr<Analysis>> Resolve(ParsedSql* parsed, const VisibleSchema& schema,
                                                  const std::vector<Value>& parameters);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_RESOLVE_H_
