// SystemRows: the rows of catalog relations, made of what an account sees.
#ifndef SUDARE_PROXY_CATALOG_SYSTEM_ROWS_H_
#define SUDARE_PROXY_CATALOG_SYSTEM_ROWS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/catalog/system_objects.h"

namespace sudare {

// Each row holds the supplied columns of the relation in their order.
using SystemRows = std::vector<std::vector<Value>>;
using SystemRowsMaker = SystemRows (*)(const SystemObjects& objects);

// Schema and name of each view; both families have such a relation.
SystemRows ViewNames(const SystemObjects& objects);

// By name. One maker for every relation of SystemRelations() that has rows.
const absl::flat_hash_map<absl::string_view, SystemRowsMaker>& PgCatalogRowsMakers();
const absl::flat_hash_map<absl::string_view, SystemRowsMaker>& InformationSchemaRowsMakers();

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_SYSTEM_ROWS_H_
