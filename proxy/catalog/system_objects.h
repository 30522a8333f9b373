// SystemObjects: the schemas, relations, columns, indexes and constraints that an account sees,
// with object ids and numbers of their own. Equal for two databases that look alike to the account.
//
// Object ids are made of names; the real ones, which tell of hidden objects, are never used. Where
// two would be the same, the object that is later by name gets the next free one.
#ifndef SUDARE_PROXY_CATALOG_SYSTEM_OBJECTS_H_
#define SUDARE_PROXY_CATALOG_SYSTEM_OBJECTS_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "proxy/catalog/builtin_types.h"
#include "proxy/catalog/visible_schema.h"

namespace sudare {

// Whoever owns things; on every PostgreSQL the first role has this id.
inline constexpr uint32_t kOwnerOid = 10;
inline constexpr char kOwnerName[] = "owner";
// Fixed object ids.
inline constexpr uint32_t kPgCatalogOid = 11;
inline constexpr uint32_t kPgClassOid = 1259;
inline constexpr uint32_t kPgNamespaceOid = 2615;

struct SystemSchema {
  uint32_t oid = 0;
  std::string name;
  bool is_system = false;
};

// A column as the account sees it.
struct SystemColumn {
  std::string name;
  const BuiltinType* type = nullptr;
  int type_modifier = -1;
  bool is_not_null = false;
  // Counted from 1 among the visible ones.
  int number = 0;
  // The policy's title and the mask; empty: nothing to say.
  std::string description;
};

struct SystemTable;

struct SystemIndex {
  uint32_t oid = 0;
  std::string name;
  const SystemTable* table = nullptr;
  const CatalogIndex* index = nullptr;
  // Numbers of its columns.
  std::vector<int> columns;
  bool is_immediate = true;
};

struct SystemConstraint {
  uint32_t oid = 0;
  const SystemTable* table = nullptr;
  const CatalogConstraint* constraint = nullptr;
  std::vector<int> columns;
  const SystemIndex* index = nullptr;
  // Of foreign keys.
  const SystemTable* other = nullptr;
  std::vector<int> other_columns;
};

struct SystemTable {
  uint32_t oid = 0;
  const SystemSchema* schema = nullptr;
  std::string name;
  // As pg_class.relkind has it.
  char kind = 'r';
  bool is_system = false;
  // Its name alone is enough to mean it.
  bool is_in_path = false;
  std::string description;
  std::vector<SystemColumn> columns;
  std::deque<SystemIndex> indexes;
  std::deque<SystemConstraint> constraints;

  const SystemColumn* FindColumn(absl::string_view column) const;
};

// Thread-safety: immutable. Lifetime: must not outlive the schema.
class SystemObjects {
 public:
  explicit SystemObjects(const VisibleSchema& schema);
  SystemObjects(const SystemObjects&) = delete;
  SystemObjects& operator=(const SystemObjects&) = delete;

  // By name.
  const std::deque<SystemSchema>& schemas() const { return schemas_; }
  // By schema and name; those of the system last.
  const std::deque<SystemTable>& tables() const { return tables_; }

  // The schemas that names alone are searched in, pg_catalog left out.
  const std::vector<std::string>& search_path() const { return search_path_; }

  // nullptr: the account sees none.
  const SystemTable* FindTable(absl::string_view schema, absl::string_view name) const;

 private:
  SystemSchema* AddSchema(absl::string_view name, bool is_system);
  void AddTable(const VisibleSchema& schema, const VisibleRelation& visible);
  static void AddViewColumns(const std::vector<ViewColumn>& columns, SystemTable* table);
  void AddSystemTables();
  void AddKeys(const VisibleRelation& visible, SystemTable* table);
  void AddForeignKeys(const VisibleRelation& visible, SystemTable* table);
  void AssignOids();

  std::deque<SystemSchema> schemas_;
  std::deque<SystemTable> tables_;
  std::vector<std::string> search_path_;
  absl::flat_hash_map<std::string, SystemTable*> by_name_;
};

// Names as SQL has to write them: quoted where needed.
std::string QuotedIdentifier(absl::string_view name);
std::string FullName(const SystemTable& table);
// As a table is shown: without its schema where that is not needed to mean it.
std::string ShownName(const SystemTable& table);

// "CASCADE" for 'c', as pg_constraint has it; nullptr: NO ACTION.
const char* ForeignKeyAction(char action);

// As pg_get_indexdef and pg_get_constraintdef write them.
std::string IndexDefinition(const SystemIndex& index);
std::string ConstraintDefinition(const SystemConstraint& constraint);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_SYSTEM_OBJECTS_H_
