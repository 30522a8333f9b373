// SystemCatalog: what catalog relations and catalog functions answer to one account.
//
// Everything is made of the account's VisibleSchema, and nothing of it depends on what is hidden.
// Values leave as texts to be bound as parameters: columns as array literals, look-up tables as
// JSON objects.
//
// Thread-safety: internally locked; made once for a schema and shared.
// Lifetime: belongs to the schema (VisibleSchema::system_catalog); the texts live on their own.
#ifndef SUDARE_PROXY_CATALOG_SYSTEM_CATALOG_H_
#define SUDARE_PROXY_CATALOG_SYSTEM_CATALOG_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "proxy/catalog/system_objects.h"
#include "proxy/catalog/system_relations.h"
#include "proxy/catalog/system_rows.h"

namespace sudare {

// What is looked up by a text. Keys of several parts are joined by '.'. Object ids are keys in
// decimal digits.
enum class SystemLookup {
  // No keys: always NULL.
  kNothing,
  // Object id, or any of the names it may be written by -> as ::regclass shows it; object id.
  kRelationShown,
  kRelationOid,
  kTypeShown,
  kTypeOid,
  kSchemaShown,
  kSchemaOid,
  kRoleShown,
  kRoleOid,
  // Object id -> "t" or "f": found without its schema.
  kRelationIsInPath,
  kTypeIsInPath,
  // Object id, alone or with the name of a catalog.
  kObjectDescription,
  // Object id and column number.
  kColumnDescription,
  // Object id, alone or with the number of a column.
  kIndexDefinition,
  kConstraintDefinition,
  // Object id or name -> "t"; "f": all privileges but SELECT.
  kRelationIsReadable,
  kRelationIsWritable,
  // The same with the column's name or number.
  kColumnIsReadable,
  kColumnIsWritable,
  kSchemaIsUsable,
  kSchemaIsWritable,
};

class SystemCatalog {
 public:
  explicit SystemCatalog(const VisibleSchema& schema) : objects_(schema) {}

  // A column of all rows as array literal. REQUIRES: the column is supplied.
  std::shared_ptr<const std::string> Column(const SystemRelation& relation, int column) const;

  std::shared_ptr<const std::string> Lookup(SystemLookup lookup) const;

  // One value of it.
  Value Find(SystemLookup lookup, absl::string_view key) const;

  // The canonical key for a name as SQL writes it: `Payroll."Employees"` is payroll."Employees".
  // Unset: it is no name.
  static std::optional<std::string> CanonicalName(absl::string_view written);

  const SystemObjects& objects() const { return objects_; }

 private:
  using Pairs = std::map<std::string, std::string>;
  const SystemRows& RowsOf(const SystemRelation& relation) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const Pairs& PairsOf(SystemLookup lookup) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SystemObjects objects_;
  mutable absl::Mutex mutex_;
  mutable std::map<const SystemRelation*, SystemRows> rows_ ABSL_GUARDED_BY(mutex_);
  mutable std::map<std::pair<const SystemRelation*, int>, std::shared_ptr<const std::string>>
      columns_ ABSL_GUARDED_BY(mutex_);
  mutable std::map<SystemLookup, Pairs> pairs_ ABSL_GUARDED_BY(mutex_);
  mutable std::map<SystemLookup, std::shared_ptr<const std::string>> lookups_
      ABSL_GUARDED_BY(mutex_);
};

// The content of a look-up table.
std::map<std::string, std::string> MakeSystemLookup(SystemLookup lookup,
                                                    const SystemObjects& objects);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_SYSTEM_CATALOG_H_
