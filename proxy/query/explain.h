// What Explain and ListTables tell of an account's view. Translation only.
#ifndef SUDARE_PROXY_QUERY_EXPLAIN_H_
#define SUDARE_PROXY_QUERY_EXPLAIN_H_

#include "absl/strings/string_view.h"
#include "proto/query.pb.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

// Literals hidden; allowed columns are left out of the uses.
sudare::v1::ExplainResponse DescribeMasked(const sql::MaskedSql& masked,
                                           const VisibleSchema& schema);

// `only`: "schema.table" or "table"; empty: all.
sudare::v1::ListTablesResponse DescribeTables(const VisibleSchema& schema, absl::string_view only);

// Whether a name is that of a schema, relation or column the account can see.
bool IsVisibleName(const VisibleSchema& schema, absl::string_view name);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_EXPLAIN_H_
