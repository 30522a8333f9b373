// What the client is told when the database refuses a statement that we let through.
#ifndef SUDARE_PROXY_QUERY_DATABASE_ERRORS_H_
#define SUDARE_PROXY_QUERY_DATABASE_ERRORS_H_

#include "absl/status/status.h"
#include "proxy/catalog/catalog.h"

namespace sudare {

// A name that was in the catalog and isn't in the database: the catalog is read again and the
// client asked to repeat. Errors of types and grouping, found before any row is read, keep the
// database's own words, unless these show names that the rewriter made. Everything else stays as it
// is.
absl::Status ExplainDatabaseError(const absl::Status& status, CatalogSource* catalog);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_DATABASE_ERRORS_H_
