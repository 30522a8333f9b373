// SystemRelations: the closed list of catalog relations that a client may read: a part of
// pg_catalog and of information_schema, with the columns that PostgreSQL 15 gives them.
//
// None is ever read from the database: rows are made of what the account sees (system_catalog.h).
// Where a type's text form would look up an object of the database, or ask for a privilege, the
// column has another: regproc becomes oid, regtype text, aclitem[] text[]. Columns of type xid and
// anyarray are left out.
#ifndef SUDARE_PROXY_CATALOG_SYSTEM_RELATIONS_H_
#define SUDARE_PROXY_CATALOG_SYSTEM_RELATIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

struct SystemRelationColumn {
  std::string name;
  // Internal name of the element if it is an array; of pg_catalog, or of information_schema's
  // domains.
  std::string type_schema;
  std::string type;
  bool is_array = false;
  // SQL that gives the value of every row, over the columns of `r`, the rows supplied. Empty: the
  // column as it is supplied.
  std::string expression;
  // Rows bring a value for it.
  bool is_supplied = true;
};

struct SystemRelation {
  std::string schema;
  std::string name;
  // Fixed for tables of pg_catalog; 0: PostgreSQL gives it at initdb.
  uint32_t oid = 0;
  // It may have rows; the others are there for the clients that join them.
  bool has_rows = false;
  std::vector<SystemRelationColumn> columns;

  std::string FullName() const;
};

const std::vector<SystemRelation>& SystemRelations();

// An empty schema stands for pg_catalog, which PostgreSQL searches first. nullptr: not on the list.
const SystemRelation* FindSystemRelation(absl::string_view schema, absl::string_view name);

// Whether a schema, relation or column of the list is called so.
bool IsSystemName(absl::string_view name);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_SYSTEM_RELATIONS_H_
