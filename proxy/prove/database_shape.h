// DatabaseShape: everything about a database's tables that rows have to fit into. Immutable.
//
// Unlike CatalogSnapshot it is of the whole database, whatever a policy lists.
#ifndef SUDARE_PROXY_PROVE_DATABASE_SHAPE_H_
#define SUDARE_PROXY_PROVE_DATABASE_SHAPE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/value.h"
#include "proxy/prove/private_postgres.h"

namespace sudare::prove {

struct ShapeColumn {
  std::string name;
  int attnum = 0;
  // Of a domain: its base type.
  ColumnType type;
  // In pg_catalog or elsewhere, of a domain the base type's: "int4", "_text", "batch_state".
  std::string type_name;
  // Of the base type or, in an array, the elements; empty for other types.
  std::vector<std::string> enum_values;
  bool is_array = false;
  bool is_range = false;
  // Characters of varchar(n) and char(n); digits of numeric(p, s).
  std::optional<int> length;
  std::optional<int> precision;
  int scale = 0;
  bool not_null = false;
  bool has_default = false;
  bool is_identity = false;
  bool is_generated = false;
  // Which partition a row belongs to hangs on it.
  bool is_partition_key = false;
  // Definitions of check constraints that name it, those of its domain, and bounds of partitions.
  std::vector<std::string> checks;
};

struct ShapeForeignKey {
  std::string name;
  std::vector<size_t> columns;
  size_t target = 0;
  std::vector<size_t> target_columns;
};

struct ShapeTable {
  uint32_t oid = 0;
  std::string schema;
  std::string name;
  std::vector<ShapeColumn> columns;
  // Columns of primary keys and unique constraints and indexes.
  std::vector<std::vector<size_t>> keys;
  std::vector<ShapeForeignKey> foreign_keys;
  bool is_partitioned = false;

  std::string SqlName() const;
  std::optional<size_t> FindColumn(absl::string_view column) const;
};

// A view, materialized view or generated column, with the columns that it reads, through other
// views too.
struct ShapeReader {
  uint32_t oid = 0;
  std::vector<std::pair<size_t, size_t>> columns;  // table, column
};

struct DatabaseShape {
  // Those that hold rows of their own: partitioned tables with all of their partitions as one,
  // children that inherit as tables beside their parents.
  std::vector<ShapeTable> tables;
  // Tables that can't be filled: foreign ones.
  std::vector<std::string> foreign_tables;
  std::vector<std::string> materialized_views;
  std::vector<ShapeReader> readers;
  // Every relation through which rows of a table are read by name: itself, its partitions, and what
  // it inherits from. By oid.
  std::map<uint32_t, std::vector<size_t>> tables_of_relation;

  // A table in front of every one that refers to it, as far as that is possible.
  std::vector<size_t> FillingOrder() const;
};

absl::StatusOr<DatabaseShape> ReadShape(const PrivatePostgres& server, const std::string& database);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_DATABASE_SHAPE_H_
