// CatalogFunctions: the closed lists of functions that ask the database's catalog and are answered
// by look-ups in what the account sees.
#ifndef SUDARE_PROXY_SQL_CATALOG_FUNCTIONS_H_
#define SUDARE_PROXY_SQL_CATALOG_FUNCTIONS_H_

#include <vector>

#include "absl/types/span.h"
#include "proxy/catalog/system_catalog.h"

namespace sudare::sql {

struct CatalogFunction {
  const char* name;
  SystemLookup lookup;
  const char* result;
  int min_arguments;
  int max_arguments;
  // Types of the arguments that are looked up, in front of the others.
  std::vector<const char*> keys;
};

struct PrivilegeFunction {
  const char* name;
  // What SELECT is called for it.
  const char* privilege;
  // With and without that privilege.
  SystemLookup granted;
  SystemLookup denied;
  // A column beside the object.
  bool of_column;
  const char* object;
};

// Of pg_catalog. Those that look into SystemLookup::kNothing give NULL.
const std::vector<CatalogFunction>& LookupFunctions();

// has_table_privilege and its like.
absl::Span<const PrivilegeFunction> PrivilegeFunctions();

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_CATALOG_FUNCTIONS_H_
