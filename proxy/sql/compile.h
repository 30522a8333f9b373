// Compile: a client's statement becomes the statement that may be sent, for one account. Text in,
// text out.
#ifndef SUDARE_PROXY_SQL_COMPILE_H_
#define SUDARE_PROXY_SQL_COMPILE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {

// Errors as in parse.h, check.h, resolve.h, rewrite.h and deparse.h. `parsed` is used up.
absl::StatusOr<MaskedSql> Compile(ParsedSql parsed, const VisibleSchema& schema,
                                  const std::vector<Value>& parameters);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_COMPILE_H_
