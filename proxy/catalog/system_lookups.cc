#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/catalog/system_catalog.h"

namespace sudare {
namespace {

using Pairs = std::map<std::string, std::string>;

std::string Digits(uint32_t oid) { return absl::StrCat(oid); }

// All that a relation may be called: its object id, schema.name, and the name alone if that is
// enough. Texts that clients put together themselves have no quotes.
std::vector<std::string> NamesOf(uint32_t oid, const std::string& schema, const std::string& name,
                                 bool is_in_path) {
  std::vector<std::string> names = {
      Digits(oid), absl::StrCat(QuotedIdentifier(schema), ".", QuotedIdentifier(name)),
      absl::StrCat(schema, ".", name)};
  if (is_in_path) {
    names.push_back(QuotedIdentifier(name));
    names.push_back(name);
  }
  return names;
}

struct NamedRelation {
  const SystemTable* table;
  uint32_t oid;
  std::string shown;
  std::vector<std::string> names;
};

// Tables and indexes.
void ForEachRelation(const SystemObjects& objects,
                     const std::function<void(const NamedRelation&)>& visit) {
  for (const SystemTable& table : objects.tables()) {
    const std::string& schema = table.schema->name;
    visit({&table, table.oid, ShownName(table),
           NamesOf(table.oid, schema, table.name, table.is_in_path)});
    for (const SystemIndex& index : table.indexes) {
      const std::string name = QuotedIdentifier(index.name);
      visit({nullptr, index.oid,
             table.is_in_path ? name : absl::StrCat(QuotedIdentifier(schema), ".", name),
             NamesOf(index.oid, schema, index.name, table.is_in_path)});
    }
  }
}

Pairs RelationPairs(const SystemObjects& objects, bool shown) {
  Pairs pairs;
  if (shown) pairs["0"] = "-";
  ForEachRelation(objects, [&](const NamedRelation& relation) {
    for (const std::string& name : relation.names) {
      pairs[name] = shown ? relation.shown : Digits(relation.oid);
    }
  });
  return pairs;
}

Pairs TypePairs(bool shown) {
  Pairs pairs;
  pairs["0"] = shown ? "-" : "0";
  for (const BuiltinType& type : BuiltinTypes()) {
    const std::string value = shown ? type.sql_name : Digits(type.oid);
    for (const std::string& name : {Digits(type.oid), type.name, type.sql_name,
                                    absl::StrCat("pg_catalog.", QuotedIdentifier(type.name))}) {
      // "char" is the type of one byte, char the blank-padded one.
      if (name != "char") pairs[name] = value;
    }
  }
  return pairs;
}

Pairs SchemaPairs(const SystemObjects& objects, bool shown) {
  Pairs pairs;
  if (shown) pairs["0"] = "-";
  for (const SystemSchema& schema : objects.schemas()) {
    const std::string name = QuotedIdentifier(schema.name);
    for (const std::string& key : {Digits(schema.oid), name, schema.name}) {
      pairs[key] = shown ? name : Digits(schema.oid);
    }
  }
  return pairs;
}

Pairs PathPairs(const SystemObjects& objects) {
  Pairs pairs;
  for (const SystemTable& table : objects.tables()) {
    const char* const is_in_path = table.is_in_path ? "t" : "f";
    pairs[Digits(table.oid)] = is_in_path;
    for (const SystemIndex& index : table.indexes) pairs[Digits(index.oid)] = is_in_path;
  }
  return pairs;
}

Pairs ObjectDescriptions(const SystemObjects& objects) {
  Pairs pairs;
  for (const SystemTable& table : objects.tables()) {
    if (table.description.empty()) continue;
    pairs[Digits(table.oid)] = table.description;
    pairs[absl::StrCat(table.oid, ".pg_class")] = table.description;
  }
  return pairs;
}

Pairs ColumnDescriptions(const SystemObjects& objects) {
  Pairs pairs;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemColumn& column : table.columns) {
      if (column.description.empty()) continue;
      pairs[absl::StrCat(table.oid, ".", column.number)] = column.description;
    }
  }
  return pairs;
}

Pairs IndexDefinitions(const SystemObjects& objects) {
  Pairs pairs;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemIndex& index : table.indexes) {
      pairs[Digits(index.oid)] = pairs[absl::StrCat(index.oid, ".0")] = IndexDefinition(index);
      int number = 0;
      for (const int column : index.columns) {
        pairs[absl::StrCat(index.oid, ".", ++number)] =
            QuotedIdentifier(table.columns[column - 1].name);
      }
    }
  }
  return pairs;
}

Pairs ConstraintDefinitions(const SystemObjects& objects) {
  Pairs pairs;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemConstraint& constraint : table.constraints) {
      pairs[Digits(constraint.oid)] = ConstraintDefinition(constraint);
    }
  }
  return pairs;
}

Pairs RelationPrivileges(const SystemObjects& objects, const char* answer) {
  Pairs pairs;
  ForEachRelation(objects, [&](const NamedRelation& relation) {
    for (const std::string& name : relation.names) pairs[name] = answer;
  });
  return pairs;
}

Pairs ColumnPrivileges(const SystemObjects& objects, const char* answer) {
  Pairs pairs;
  ForEachRelation(objects, [&](const NamedRelation& relation) {
    if (relation.table == nullptr) return;
    for (const std::string& name : relation.names) {
      for (const SystemColumn& column : relation.table->columns) {
        pairs[absl::StrCat(name, ".", column.name)] = answer;
        pairs[absl::StrCat(name, ".", column.number)] = answer;
      }
    }
  });
  return pairs;
}

Pairs SchemaPrivileges(const SystemObjects& objects, const char* answer) {
  Pairs pairs = SchemaPairs(objects, false);
  for (auto& [key, value] : pairs) value = answer;
  return pairs;
}

Pairs TypePath() {
  Pairs pairs;
  for (const BuiltinType& type : BuiltinTypes()) pairs[Digits(type.oid)] = "t";
  return pairs;
}

}  // namespace

Pairs MakeSystemLookup(SystemLookup lookup, const SystemObjects& objects) {
  switch (lookup) {
    case SystemLookup::kNothing:
      return {};
    case SystemLookup::kRelationShown:
      return RelationPairs(objects, true);
    case SystemLookup::kRelationOid:
      return RelationPairs(objects, false);
    case SystemLookup::kTypeShown:
      return TypePairs(true);
    case SystemLookup::kTypeOid:
      return TypePairs(false);
    case SystemLookup::kSchemaShown:
      return SchemaPairs(objects, true);
    case SystemLookup::kSchemaOid:
      return SchemaPairs(objects, false);
    case SystemLookup::kRoleShown:
      return {{Digits(kOwnerOid), kOwnerName}, {kOwnerName, kOwnerName}};
    case SystemLookup::kRoleOid:
      return {{Digits(kOwnerOid), Digits(kOwnerOid)}, {kOwnerName, Digits(kOwnerOid)}};
    case SystemLookup::kRelationIsInPath:
      return PathPairs(objects);
    case SystemLookup::kTypeIsInPath:
      return TypePath();
    case SystemLookup::kObjectDescription:
      return ObjectDescriptions(objects);
    case SystemLookup::kColumnDescription:
      return ColumnDescriptions(objects);
    case SystemLookup::kIndexDefinition:
      return IndexDefinitions(objects);
    case SystemLookup::kConstraintDefinition:
      return ConstraintDefinitions(objects);
    case SystemLookup::kRelationIsReadable:
      return RelationPrivileges(objects, "t");
    case SystemLookup::kRelationIsWritable:
      return RelationPrivileges(objects, "f");
    case SystemLookup::kColumnIsReadable:
      return ColumnPrivileges(objects, "t");
    case SystemLookup::kColumnIsWritable:
      return ColumnPrivileges(objects, "f");
    case SystemLookup::kSchemaIsUsable:
      return SchemaPrivileges(objects, "t");
    case SystemLookup::kSchemaIsWritable:
      return SchemaPrivileges(objects, "f");
  }
  return {};
}

}  // namespace sudare
