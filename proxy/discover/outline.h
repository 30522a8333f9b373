// Outline: what a database says about its tables: columns, types, comments, foreign keys.
//
// Unlike CatalogSnapshot it is of the whole database, because there is no policy yet, and unlike
// prove's DatabaseShape it is read as an ordinary session, with what people wrote about columns.
#ifndef SUDARE_PROXY_DISCOVER_OUTLINE_H_
#define SUDARE_PROXY_DISCOVER_OUTLINE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/value.h"
#include "proxy/backend/backend.h"

namespace sudare::discover {

struct OutlineColumn {
  std::string name;
  // kUnknown for user types, domains and composites.
  ColumnType type;
  // As people write it: "character(12)".
  std::string type_text;
  std::string comment;
};

// A column of this table refers to a column of another.
struct Reference {
  size_t column = 0;
  size_t target_table = 0;
  size_t target_column = 0;
};

struct OutlineTable {
  uint32_t oid = 0;
  std::string schema;
  std::string name;
  std::string comment;
  // As in pg_class.relkind: 'r', 'p', 'm' or 'f'.
  char kind = 'r';
  // What the planner believes; below 0: nothing.
  double estimated_rows = -1;
  std::vector<OutlineColumn> columns;
  std::vector<Reference> references;

  // "schema.table".
  std::string FullName() const;
};

struct Outline {
  // Tables, partitioned tables as one, materialized views and foreign tables, by schema and name.
  std::vector<OutlineTable> tables;
  // "schema.view" and its comment: masked by the tables that they read.
  std::vector<std::pair<std::string, std::string>> views;
};

// Table and column.
using ColumnPlace = std::pair<size_t, size_t>;

// Of these schemas; empty: of all but the system's and extensions'. Errors: those of Backend.
absl::StatusOr<Outline> ReadOutline(BackendSession& session,
                                    const std::vector<std::string>& schemas,
                                    const ExecuteOptions& options);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_OUTLINE_H_
