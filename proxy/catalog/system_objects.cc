#include "proxy/catalog/system_objects.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/mask.h"
#include "proxy/catalog/system_relations.h"

namespace sudare {
namespace {

constexpr uint32_t kFirstUserOid = 16384;
// Clients keep object ids in signed integers.
constexpr uint32_t kOids = 0x7fffffff - kFirstUserOid;

std::string KeyOf(absl::string_view schema, absl::string_view name) {
  return absl::StrCat(schema, absl::string_view("\0", 1), name);
}

// FNV-1a: the same on every machine.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 14695981039346656037ULL;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211ULL;
  return hash;
}

// A mask under which different values stay different.
bool KeepsDifferences(const VisibleColumn& column) {
  return column.decision.kind == MaskKind::kAllow || column.is_token();
}

const BuiltinType* TypeShown(const VisibleColumn& column) {
  const BuiltinType* type = FindBuiltinType(TypeName(column.type));
  // A redacted column of a type outside the list is a NULL without a type, which becomes text.
  return type != nullptr ? type : FindBuiltinType("text");
}

bool IsNeverNull(const VisibleColumn& column) {
  switch (column.decision.kind) {
    case MaskKind::kAllow:
    case MaskKind::kTokenize:
    case MaskKind::kPartial:
    case MaskKind::kScrub:
      return column.column->is_not_null;
    case MaskKind::kPresence:
      return true;
    case MaskKind::kRedact:
      return column.decision.rule->proto.redact().has_constant();
    // What JSON and brackets make of a value may be nothing.
    default:
      return false;
  }
}

std::string DescriptionOf(const VisibleRelation& visible, const VisibleColumn& column) {
  std::vector<std::string> parts;
  const PolicyColumn* listed = visible.table->FindColumn(column.column->name);
  if (listed != nullptr && !listed->title.empty()) {
    parts.push_back(listed->title);
  } else if (column.decision.data_class != nullptr) {
    const DataClass& data_class = *column.decision.data_class;
    parts.push_back(data_class.title.empty() ? data_class.name : data_class.title);
  }
  parts.push_back(absl::StrCat("mask: ", MaskKindName(column.decision.kind)));
  return absl::StrJoin(parts, "; ");
}

char KindOf(RelationKind kind) {
  switch (kind) {
    // How rows are spread over partitions is not shown.
    case RelationKind::kTable:
    case RelationKind::kPartitionedTable:
      return 'r';
    case RelationKind::kView:
      return 'v';
    case RelationKind::kMaterializedView:
      return 'm';
    case RelationKind::kForeignTable:
      return 'f';
  }
  return 'r';
}

// Numbers of the columns; empty: one of them is not visible, or two values of it may look the same.
std::vector<int> NumbersOf(const std::vector<std::string>& names, const VisibleRelation& visible,
                           const SystemTable& table) {
  std::vector<int> numbers;
  for (const std::string& name : names) {
    const VisibleColumn* column = visible.FindColumn(name);
    const SystemColumn* shown = table.FindColumn(name);
    if (column == nullptr || shown == nullptr || !KeepsDifferences(*column)) return {};
    numbers.push_back(shown->number);
  }
  return numbers;
}

bool IsShownMethod(absl::string_view method) {
  static constexpr const char* kMethods[] = {"btree", "hash", "gist", "gin", "spgist", "brin"};
  return std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods);
}

// For domains of information_schema: what they are made of.
const BuiltinType* TypeOf(const SystemRelationColumn& column) {
  std::string name = column.type;
  if (name == "sql_identifier") name = "name";
  if (name == "character_data" || name == "yes_or_no") name = "varchar";
  if (name == "cardinal_number") name = "int4";
  if (name == "time_stamp") name = "timestamptz";
  return FindBuiltinType(column.is_array ? absl::StrCat("_", name) : name);
}

}  // namespace

const SystemColumn* SystemTable::FindColumn(absl::string_view column) const {
  for (const SystemColumn& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

SystemObjects::SystemObjects(const VisibleSchema& schema) {
  std::set<std::string> names;
  for (const VisibleRelation& visible : schema.relations()) {
    names.insert(visible.relation->schema);
  }
  for (const std::string& name : names) {
    AddSchema(name, false);
    search_path_.push_back(name);
  }
  std::map<std::string, const VisibleRelation*> sorted;
  for (const VisibleRelation& visible : schema.relations()) {
    sorted[KeyOf(visible.relation->schema, visible.relation->name)] = &visible;
  }
  for (const auto& [key, visible] : sorted) AddTable(schema, *visible);
  for (const auto& [key, visible] : sorted) AddKeys(*visible, by_name_[key]);
  for (const auto& [key, visible] : sorted) AddForeignKeys(*visible, by_name_[key]);
  AddSystemTables();
  AssignOids();
}

SystemSchema* SystemObjects::AddSchema(absl::string_view name, bool is_system) {
  for (SystemSchema& known : schemas_) {
    if (known.name == name) return &known;
  }
  SystemSchema& added = schemas_.emplace_back();
  added.name = std::string(name);
  added.is_system = is_system;
  return &added;
}

void SystemObjects::AddTable(const VisibleSchema& schema, const VisibleRelation& visible) {
  const CatalogRelation& relation = *visible.relation;
  SystemTable& table = tables_.emplace_back();
  table.schema = AddSchema(relation.schema, false);
  table.name = relation.name;
  table.kind = KindOf(relation.kind);
  table.description = visible.table->title;
  bool ambiguous = false;
  table.is_in_path = schema.FindByName(relation.name, &ambiguous) != nullptr &&
                     FindSystemRelation("", relation.name) == nullptr;
  for (const VisibleColumn& column : visible.columns) {
    SystemColumn& shown = table.columns.emplace_back();
    shown.name = column.column->name;
    shown.type = TypeShown(column);
    shown.number = static_cast<int>(table.columns.size());
    shown.is_not_null = IsNeverNull(column);
    if (column.decision.kind == MaskKind::kAllow) {
      shown.type_modifier = column.column->type_modifier;
    }
    shown.description = DescriptionOf(visible, column);
  }
  if (visible.is_expanded_view) AddViewColumns(schema.ColumnsOf(visible), &table);
  by_name_[KeyOf(relation.schema, relation.name)] = &table;
}

void SystemObjects::AddViewColumns(const std::vector<ViewColumn>& columns, SystemTable* table) {
  for (const ViewColumn& column : columns) {
    const BuiltinType* const type = FindBuiltinType(TypeName(column.type));
    if (type == nullptr) continue;
    SystemColumn& shown = table->columns.emplace_back();
    shown.name = column.name;
    shown.type = type;
    shown.number = static_cast<int>(table->columns.size());
    shown.description = absl::StrCat("mask: ", MaskKindName(column.mask));
  }
}

void SystemObjects::AddKeys(const VisibleRelation& visible, SystemTable* table) {
  const CatalogRelation& relation = *visible.relation;
  std::map<std::string, const CatalogIndex*> indexes;
  for (const CatalogIndex& index : relation.indexes) {
    if (!index.is_own || index.has_expressions || index.is_partial || index.name.empty() ||
        !IsShownMethod(index.method)) {
      continue;
    }
    indexes[index.name] = &index;
  }
  for (const auto& [name, index] : indexes) {
    std::vector<int> columns = NumbersOf(index->columns, visible, *table);
    if (columns.empty()) continue;
    SystemIndex& shown = table->indexes.emplace_back();
    shown.name = name;
    shown.table = table;
    shown.index = index;
    shown.columns = std::move(columns);
  }
  std::map<std::string, const CatalogConstraint*> constraints;
  for (const CatalogConstraint& constraint : relation.constraints) {
    if (constraint.kind != 'f') constraints[constraint.name] = &constraint;
  }
  for (const auto& [name, constraint] : constraints) {
    std::vector<int> columns = NumbersOf(constraint->columns, visible, *table);
    if (columns.empty()) continue;
    for (SystemIndex& index : table->indexes) {
      if (index.name != constraint->index) continue;
      index.is_immediate = !constraint->is_deferrable;
      SystemConstraint& shown = table->constraints.emplace_back();
      shown.table = table;
      shown.constraint = constraint;
      shown.columns = columns;
      shown.index = &index;
    }
  }
}

void SystemObjects::AddForeignKeys(const VisibleRelation& visible, SystemTable* table) {
  std::map<std::string, const CatalogConstraint*> constraints;
  for (const CatalogConstraint& constraint : visible.relation->constraints) {
    if (constraint.kind == 'f') constraints[constraint.name] = &constraint;
  }
  for (const auto& [name, constraint] : constraints) {
    SystemConstraint shown;
    shown.table = table;
    shown.constraint = constraint;
    shown.columns = NumbersOf(constraint->columns, visible, *table);
    shown.other = FindTable(constraint->other_schema, constraint->other_relation);
    if (shown.columns.empty() || shown.other == nullptr) continue;
    // The other end is a key that must be shown itself, whole.
    std::vector<std::string> wanted = constraint->other_columns;
    std::sort(wanted.begin(), wanted.end());
    for (const SystemIndex& index : shown.other->indexes) {
      if (!index.index->is_unique && !index.index->is_primary) continue;
      std::vector<std::string> keys(index.index->columns.begin(),
                                    index.index->columns.begin() + index.index->key_columns);
      std::sort(keys.begin(), keys.end());
      if (keys == wanted && index.name == constraint->index) shown.index = &index;
    }
    if (shown.index == nullptr) continue;
    for (const std::string& column : constraint->other_columns) {
      shown.other_columns.push_back(shown.other->FindColumn(column)->number);
    }
    table->constraints.push_back(std::move(shown));
  }
}

void SystemObjects::AddSystemTables() {
  for (const SystemRelation& relation : SystemRelations()) {
    SystemTable& table = tables_.emplace_back();
    table.schema = AddSchema(relation.schema, true);
    table.name = relation.name;
    table.oid = relation.oid;
    table.kind = relation.oid != 0 ? 'r' : 'v';
    table.is_system = true;
    table.is_in_path = relation.schema == "pg_catalog";
    for (const SystemRelationColumn& column : relation.columns) {
      SystemColumn& shown = table.columns.emplace_back();
      shown.name = column.name;
      shown.type = TypeOf(column);
      shown.number = static_cast<int>(table.columns.size());
    }
    by_name_[KeyOf(relation.schema, relation.name)] = &table;
  }
}

void SystemObjects::AssignOids() {
  std::map<std::string, uint32_t*> wanting;
  for (SystemSchema& schema : schemas_) wanting[absl::StrCat("n", schema.name)] = &schema.oid;
  for (SystemTable& table : tables_) {
    const std::string key = KeyOf(table.schema->name, table.name);
    if (table.oid == 0) wanting[absl::StrCat("r", key)] = &table.oid;
    for (SystemIndex& index : table.indexes) {
      wanting[absl::StrCat("r", KeyOf(table.schema->name, index.name))] = &index.oid;
    }
    for (SystemConstraint& constraint : table.constraints) {
      wanting[absl::StrCat("c", KeyOf(key, constraint.constraint->name))] = &constraint.oid;
    }
  }
  std::set<uint32_t> taken;
  for (const auto& [key, oid] : wanting) {
    uint32_t place = static_cast<uint32_t>(HashOf(key) % kOids);
    while (!taken.insert(place).second) place = (place + 1) % kOids;
    *oid = kFirstUserOid + place;
  }
  for (SystemSchema& schema : schemas_) {
    if (schema.name == "pg_catalog") schema.oid = kPgCatalogOid;
  }
}

const SystemTable* SystemObjects::FindTable(absl::string_view schema,
                                            absl::string_view name) const {
  const auto found = by_name_.find(KeyOf(schema, name));
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace sudare
