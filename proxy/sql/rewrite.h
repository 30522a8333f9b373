// Rewriting: each relation becomes a sub-select of masks, each use of a token the form that
// token_flow chose.
#ifndef SUDARE_PROXY_SQL_REWRITE_H_
#define SUDARE_PROXY_SQL_REWRITE_H_

#include "absl/status/statusor.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/masked_sql.h"
#include "proxy/sql/parse.h"
#include "proxy/sql/token_flow.h"

namespace sudare::sql {

// `schema` supplies the rows of catalog relations. Changes `parsed`'s tree in place and tells what
// goes with it; MaskedSql::sql is left empty. kInternal: a relation would stand outside a masking
// sub-select. kFailedPrecondition: a row filter is broken.
absl::StatusOr<MaskedSql> Rewrite(ParsedSql* parsed, const VisibleSchema& schema,
                                  Analysis* analysis, const TokenFlow& flow);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_REWRITE_H_
