#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/catalog/system_rows.h"

namespace sudare {
namespace {

constexpr uint32_t kAccountOid = 16383;
constexpr uint32_t kDatabaseOid = 16382;
constexpr uint32_t kHeapOid = 2;

std::string Number(int64_t number) { return absl::StrCat(number); }
std::string Letter(char letter) { return std::string(1, letter); }
std::string Bool(bool value) { return value ? "t" : "f"; }
std::string Vector(const std::vector<int>& numbers) { return absl::StrJoin(numbers, " "); }
std::string Array(const std::vector<int>& numbers) {
  return absl::StrCat("{", absl::StrJoin(numbers, ","), "}");
}

struct AccessMethod {
  uint32_t oid;
  const char* name;
  uint32_t handler;
  char type;
};
constexpr AccessMethod kAccessMethods[] = {
    {2, "heap", 3, 't'},        {403, "btree", 330, 'i'}, {405, "hash", 331, 'i'},
    {783, "gist", 332, 'i'},    {2742, "gin", 333, 'i'},  {3580, "brin", 335, 'i'},
    {4000, "spgist", 334, 'i'},
};

uint32_t AccessMethodOid(absl::string_view name) {
  for (const AccessMethod& method : kAccessMethods) {
    if (name == method.name) return method.oid;
  }
  return 0;
}

SystemRows Namespaces(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemSchema& schema : objects.schemas()) {
    rows.push_back({Number(schema.oid), schema.name});
  }
  return rows;
}

// oid relname relnamespace relam relhasindex relkind relnatts
SystemRows Classes(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    const bool is_stored = table.kind == 'r' || table.kind == 'm';
    rows.push_back({Number(table.oid), table.name, Number(table.schema->oid),
                    Number(is_stored ? kHeapOid : 0), Bool(!table.indexes.empty()),
                    Letter(table.kind), Number(table.columns.size())});
    for (const SystemIndex& index : table.indexes) {
      rows.push_back({Number(index.oid), index.name, Number(table.schema->oid),
                      Number(AccessMethodOid(index.index->method)), Bool(false), Letter('i'),
                      Number(index.columns.size())});
    }
  }
  return rows;
}

// attrelid attname atttypid attlen attnum attndims atttypmod attbyval attalign attstorage
// attnotnull attcollation
void AddAttribute(uint32_t relation, int number, const SystemColumn& column, bool is_not_null,
                  SystemRows* rows) {
  const BuiltinType& type = *column.type;
  rows->push_back({Number(relation), column.name, Number(type.oid), Number(type.length),
                   Number(number), Number(type.category == 'A' ? 1 : 0),
                   Number(column.type_modifier), Bool(type.by_value), Letter(type.align),
                   Letter(type.storage), Bool(is_not_null), Number(type.collation)});
}

SystemRows Attributes(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemColumn& column : table.columns) {
      AddAttribute(table.oid, column.number, column, column.is_not_null, &rows);
    }
    for (const SystemIndex& index : table.indexes) {
      int number = 0;
      for (const int place : index.columns) {
        AddAttribute(index.oid, ++number, table.columns[place - 1], false, &rows);
      }
    }
  }
  return rows;
}

SystemRows Types(const SystemObjects&) {
  SystemRows rows;
  for (const BuiltinType& type : BuiltinTypes()) {
    const BuiltinTypeFunctions& f = type.functions;
    rows.push_back({Number(type.oid),        type.name,
                    Number(type.length),     Bool(type.by_value),
                    Letter(type.kind),       Letter(type.category),
                    Bool(type.is_preferred), Number(f.subscript),
                    Number(type.element),    Number(type.array),
                    Number(f.input),         Number(f.output),
                    Number(f.receive),       Number(f.send),
                    Number(f.modifier_in),   Number(f.modifier_out),
                    Number(f.analyze),       Letter(type.align),
                    Letter(type.storage),    Number(type.collation)});
  }
  return rows;
}

// oid conname connamespace contype condeferrable condeferred conrelid conindid confrelid
// confupdtype confdeltype confmatchtype conkey confkey
SystemRows Constraints(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemConstraint& shown : table.constraints) {
      const CatalogConstraint& constraint = *shown.constraint;
      const bool is_foreign = constraint.kind == 'f';
      rows.push_back({Number(shown.oid), constraint.name, Number(table.schema->oid),
                      Letter(constraint.kind), Bool(constraint.is_deferrable),
                      Bool(constraint.is_deferred), Number(table.oid), Number(shown.index->oid),
                      Number(is_foreign ? shown.other->oid : 0),
                      Letter(is_foreign ? constraint.on_update : ' '),
                      Letter(is_foreign ? constraint.on_delete : ' '),
                      Letter(is_foreign ? constraint.match : ' '), Array(shown.columns),
                      is_foreign ? Value(Array(shown.other_columns)) : std::nullopt});
    }
  }
  return rows;
}

// indexrelid indrelid indnatts indnkeyatts indisunique indisprimary indimmediate indkey
// indcollation indclass indoption
SystemRows Indexes(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemIndex& shown : table.indexes) {
      const CatalogIndex& index = *shown.index;
      const std::vector<int> nothing(index.key_columns, 0);
      std::vector<int> collations, options = index.options;
      options.resize(index.key_columns, 0);
      for (int i = 0; i < index.key_columns; ++i) {
        collations.push_back(static_cast<int>(table.columns[shown.columns[i] - 1].type->collation));
      }
      bool is_primary = false;
      for (const SystemConstraint& constraint : table.constraints) {
        is_primary |= constraint.constraint->kind == 'p' && constraint.index == &shown;
      }
      rows.push_back({Number(shown.oid), Number(table.oid), Number(shown.columns.size()),
                      Number(index.key_columns), Bool(index.is_unique || !shown.is_immediate),
                      Bool(is_primary), Bool(shown.is_immediate), Vector(shown.columns),
                      Vector(collations), Vector(nothing), Vector(options)});
    }
  }
  return rows;
}

SystemRows Descriptions(const SystemObjects& objects) {
  SystemRows rows;
  const std::string class_oid = Number(kPgClassOid);
  for (const SystemTable& table : objects.tables()) {
    if (!table.description.empty()) {
      rows.push_back({Number(table.oid), class_oid, Number(0), table.description});
    }
    for (const SystemColumn& column : table.columns) {
      if (column.description.empty()) continue;
      rows.push_back({Number(table.oid), class_oid, Number(column.number), column.description});
    }
  }
  return rows;
}

SystemRows Tables(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (table.kind != 'r') continue;
    rows.push_back({table.schema->name, table.name, Bool(!table.indexes.empty())});
  }
  return rows;
}

SystemRows MaterializedViews(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (table.kind != 'm') continue;
    rows.push_back({table.schema->name, table.name, Bool(!table.indexes.empty())});
  }
  return rows;
}

SystemRows IndexDefinitions(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    for (const SystemIndex& index : table.indexes) {
      rows.push_back({table.schema->name, table.name, index.name, IndexDefinition(index)});
    }
  }
  return rows;
}

SystemRows Databases(const SystemObjects&) { return {{Number(kDatabaseOid)}}; }

// rolname rolcanlogin oid; the account's own name is that of the session.
SystemRows Roles(const SystemObjects&) {
  return {{Value(kOwnerName), Bool(false), Number(kOwnerOid)},
          {std::nullopt, Bool(true), Number(kAccountOid)}};
}

SystemRows AccessMethods(const SystemObjects&) {
  SystemRows rows;
  for (const AccessMethod& method : kAccessMethods) {
    rows.push_back({Number(method.oid), method.name, Number(method.handler), Letter(method.type)});
  }
  return rows;
}

// oid collname collprovider collcollate collctype
SystemRows Collations(const SystemObjects&) {
  return {{"100", "default", "d", std::nullopt, std::nullopt},
          {"950", "C", "c", "C", "C"},
          {"951", "POSIX", "c", "POSIX", "POSIX"}};
}

// name setting; NULL: what the session has.
SystemRows Settings(const SystemObjects& objects) {
  SystemRows rows;
  for (const char* name :
       {"DateStyle", "IntervalStyle", "TimeZone", "client_encoding", "integer_datetimes",
        "lc_collate", "lc_ctype", "max_identifier_length", "max_index_keys", "server_encoding",
        "server_version", "server_version_num", "standard_conforming_strings"}) {
    rows.push_back({name, std::nullopt});
  }
  rows.push_back({"search_path", absl::StrJoin(objects.search_path(), ", ",
                                               [](std::string* out, const std::string& schema) {
                                                 out->append(QuotedIdentifier(schema));
                                               })});
  return rows;
}

SystemRows Tablespaces(const SystemObjects&) {
  return {{"1663", "pg_default"}, {"1664", "pg_global"}};
}

// As pg_range of PostgreSQL 15 has them.
SystemRows Ranges(const SystemObjects&) {
  return {{"3904", "23", "4451", "0", "1978", "3914", "3922"},
          {"3906", "1700", "4532", "0", "3125", "0", "3924"},
          {"3908", "1114", "4533", "0", "3128", "0", "3929"},
          {"3910", "1184", "4534", "0", "3127", "0", "3930"},
          {"3912", "1082", "4535", "0", "3122", "3915", "3925"},
          {"3926", "20", "4536", "0", "3124", "3928", "3923"}};
}

}  // namespace

SystemRows ViewNames(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (table.kind == 'v') rows.push_back({table.schema->name, table.name});
  }
  return rows;
}

const absl::flat_hash_map<absl::string_view, SystemRowsMaker>& PgCatalogRowsMakers() {
  static const auto* makers = new absl::flat_hash_map<absl::string_view, SystemRowsMaker>{
      {"pg_namespace", Namespaces},
      {"pg_class", Classes},
      {"pg_attribute", Attributes},
      {"pg_type", Types},
      {"pg_constraint", Constraints},
      {"pg_index", Indexes},
      {"pg_description", Descriptions},
      {"pg_tables", Tables},
      {"pg_views", ViewNames},
      {"pg_matviews", MaterializedViews},
      {"pg_indexes", IndexDefinitions},
      {"pg_database", Databases},
      {"pg_roles", Roles},
      {"pg_am", AccessMethods},
      {"pg_collation", Collations},
      {"pg_settings", Settings},
      {"pg_tablespace", Tablespaces},
      {"pg_range", Ranges},
  };
  return *makers;
}

}  // namespace sudare
