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

// `count_persons`: MaskedSql::persons is wanted. Errors as in parse.h, check.h, resolve.h,
// person_trace.h, rewrite.h and deparse.h. `parsed` is used up.
absl::StatusOr<MaskedSql> Compile(ParsedSql parsed, const VisibleSchema& schema,
                                  const std::vector<Value>& parameters, bool count_persons = false);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_COMPILE_H_
