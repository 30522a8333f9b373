// CatalogSnapshot: what the database looks like, as far as the policy lists it. Immutable.
#ifndef SUDARE_PROXY_CATALOG_CATALOG_H_
#define SUDARE_PROXY_CATALOG_CATALOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare {

struct CatalogColumn {
  std::string name;
  // kUnknown for types outside the closed list (user types, domains, composites): `type_sql` then
  // still names it.
  ColumnType type;
  // For casts of NULLs and constants: "pg_catalog.varchar", "payroll.employment_kind"; every part
  // quoted where needed.
  std::string type_sql;
  // Non-deterministic collations compare different texts as equal: tokens then can't be compared on
  // raw values.
  bool deterministic_collation = true;
  // NOT NULL, as the database enforces it.
  bool is_not_null = false;
  // Length or precision as pg_attribute.atttypmod has it; -1: none.
  int type_modifier = -1;
};

struct CatalogIndex {
  bool is_unique = false;
  bool is_primary = false;
  // Names of key and included columns; an index on an expression has `has_expressions` set.
  std::vector<std::string> columns;
  bool has_expressions = false;
  // It holds part of the rows.
  bool is_partial = false;
  // Columns that its expressions and its predicate read; an empty name stands for the whole row.
  std::vector<std::string> read_columns;
  std::string name;
  // "btree", "gin", …
  std::string method;
  // The first of `columns` that are its key; the rest is included.
  int key_columns = 0;
  // Of each column: 1 descending, 2 NULLs first, as in pg_index.indoption.
  std::vector<int> options;
  // Of the relation itself, not of a partition or child.
  bool is_own = true;
};

// A primary key, unique constraint or foreign key.
struct CatalogConstraint {
  std::string name;
  // 'p', 'u' or 'f', as in pg_constraint; so are the letters of actions and match below.
  char kind = 'u';
  std::vector<std::string> columns;
  bool is_deferrable = false;
  bool is_deferred = false;
  // Of the index that enforces it, for foreign keys that of the other relation.
  std::string index;
  // Of foreign keys.
  std::string other_schema;
  std::string other_relation;
  std::vector<std::string> other_columns;
  char on_update = 'a';
  char on_delete = 'a';
  char match = 's';
};

enum class RelationKind { kTable, kPartitionedTable, kView, kMaterializedView, kForeignTable };

// "table", "view", …
absl::string_view RelationKindName(RelationKind kind);

struct CatalogRelation {
  uint32_t oid = 0;
  std::string schema;
  std::string name;
  RelationKind kind = RelationKind::kTable;
  // Policies of row-level security run with every statement that reads it.
  bool has_row_security = false;
  // In the order of the database, dropped ones left out.
  std::vector<CatalogColumn> columns;
  // With those of partitions and children, which count as neither unique nor primary.
  std::vector<CatalogIndex> indexes;
  std::vector<CatalogConstraint> constraints;
  // SQL text of a view's definition (pg_get_viewdef under the pinned search_path: every name
  // schema-qualified).
  std::string view_definition;

  const CatalogColumn* FindColumn(absl::string_view column) const;
};

// Thread-safety: immutable, share freely.
// Lifetime: pointers live as long as the snapshot.
class CatalogSnapshot {
 public:
  explicit CatalogSnapshot(std::vector<CatalogRelation> relations);

  const CatalogRelation* Find(absl::string_view schema, absl::string_view relation) const;
  // All relations of that name, whatever the schema.
  std::vector<const CatalogRelation*> FindByName(absl::string_view relation) const;
  const std::vector<CatalogRelation>& relations() const { return relations_; }

  // Equal for snapshots with equal content.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::vector<CatalogRelation> relations_;
  absl::flat_hash_map<std::string, size_t> by_name_;
  std::string fingerprint_;
};

// Gives the snapshot in force. Thread-safe.
class CatalogSource {
 public:
  virtual ~CatalogSource() = default;
  // nullptr: the catalog has never been read (the database was away since the start).
  virtual std::shared_ptr<const CatalogSnapshot> Current() const = 0;
  // Asks for a fresh read soon, e.g. after the database refused a name.
  virtual void Invalidate() = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_CATALOG_H_
