#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "proxy/catalog/system_rows.h"

namespace sudare {
namespace {

// Bytes of a character of UTF-8 at most; bytes of a text at most, as PostgreSQL says.
constexpr int64_t kBytesOfCharacter = 4;
constexpr int64_t kBytesOfText = 1 << 30;
// Modifiers of lengths and precisions have the size of a header added.
constexpr int kHeader = 4;

const char* YesOrNo(bool value) { return value ? "YES" : "NO"; }

bool IsOneOf(absl::string_view name, std::initializer_list<const char*> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What information_schema says of a type beside its name; unset: it doesn't apply.
struct TypeFacts {
  Value character_length, octet_length, precision, radix, scale, datetime_precision;
};

void SetCharacterFacts(const SystemColumn& column, TypeFacts* facts) {
  const std::string& type = column.type->name;
  const int modifier = column.type_modifier;
  if (IsOneOf(type, {"varchar", "bpchar"}) && modifier >= kHeader) {
    const int64_t length = modifier - kHeader;
    facts->character_length = absl::StrCat(length);
    facts->octet_length = absl::StrCat(length * kBytesOfCharacter);
  } else if (IsOneOf(type, {"text", "varchar", "bpchar"})) {
    facts->octet_length = absl::StrCat(kBytesOfText);
  }
}

void SetNumberFacts(const SystemColumn& column, TypeFacts* facts) {
  static constexpr std::pair<const char*, const char*> kBits[] = {
      {"int2", "16"}, {"int4", "32"}, {"int8", "64"}, {"float4", "24"}, {"float8", "53"}};
  for (const auto& [type, bits] : kBits) {
    if (column.type->name != type) continue;
    facts->precision = bits;
    facts->radix = "2";
    if (absl::string_view(type).substr(0, 3) == "int") facts->scale = "0";
  }
  if (column.type->name != "numeric") return;
  facts->radix = "10";
  if (column.type_modifier < kHeader) return;
  const int modifier = column.type_modifier - kHeader;
  facts->precision = absl::StrCat((modifier >> 16) & 0xffff);
  facts->scale = absl::StrCat(modifier & 0xffff);
}

void SetDateFacts(const SystemColumn& column, TypeFacts* facts) {
  constexpr int kDefault = 6, kNone = 0xffff;
  const std::string& type = column.type->name;
  if (type == "date") facts->datetime_precision = "0";
  if (IsOneOf(type, {"time", "timetz", "timestamp", "timestamptz"})) {
    facts->datetime_precision =
        absl::StrCat(column.type_modifier < 0 ? kDefault : column.type_modifier);
  }
  if (type == "interval") {
    const int precision = column.type_modifier & kNone;
    facts->datetime_precision =
        absl::StrCat(column.type_modifier < 0 || precision == kNone ? kDefault : precision);
  }
}

TypeFacts FactsOf(const SystemColumn& column) {
  TypeFacts facts;
  SetCharacterFacts(column, &facts);
  SetNumberFacts(column, &facts);
  SetDateFacts(column, &facts);
  return facts;
}

// Materialized views are unknown to the standard.
bool IsListed(const SystemTable& table) { return table.kind != 'm'; }

SystemRows OneRow(const SystemObjects&) { return {{}}; }

SystemRows Schemata(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemSchema& schema : objects.schemas()) rows.push_back({schema.name});
  return rows;
}

SystemRows Tables(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (!IsListed(table)) continue;
    const char* const type =
        table.kind == 'v' ? "VIEW" : (table.kind == 'f' ? "FOREIGN" : "BASE TABLE");
    rows.push_back({table.schema->name, table.name, type});
  }
  return rows;
}

// table_schema table_name column_name ordinal_position is_nullable data_type
// character_maximum_length character_octet_length numeric_precision numeric_precision_radix
// numeric_scale datetime_precision udt_name dtd_identifier
SystemRows Columns(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (!IsListed(table)) continue;
    for (const SystemColumn& column : table.columns) {
      const TypeFacts facts = FactsOf(column);
      const bool is_array = column.type->category == 'A' && column.type->array == 0;
      rows.push_back({table.schema->name, table.name, column.name, absl::StrCat(column.number),
                      YesOrNo(!column.is_not_null), is_array ? "ARRAY" : column.type->sql_name,
                      facts.character_length, facts.octet_length, facts.precision, facts.radix,
                      facts.scale, facts.datetime_precision, column.type->name,
                      absl::StrCat(column.number)});
    }
  }
  return rows;
}

template <typename Visitor>
void ForEachConstraint(const SystemObjects& objects, const Visitor& visit) {
  for (const SystemTable& table : objects.tables()) {
    for (const SystemConstraint& constraint : table.constraints) visit(table, constraint);
  }
}

// constraint_schema constraint_name table_schema table_name constraint_type is_deferrable
// initially_deferred nulls_distinct
SystemRows TableConstraints(const SystemObjects& objects) {
  SystemRows rows;
  ForEachConstraint(objects, [&](const SystemTable& table, const SystemConstraint& shown) {
    const CatalogConstraint& constraint = *shown.constraint;
    const char* const type = constraint.kind == 'f'
                                 ? "FOREIGN KEY"
                                 : (constraint.kind == 'p' ? "PRIMARY KEY" : "UNIQUE");
    rows.push_back({table.schema->name, constraint.name, table.schema->name, table.name, type,
                    YesOrNo(constraint.is_deferrable), YesOrNo(constraint.is_deferred),
                    constraint.kind == 'u' ? Value("YES") : std::nullopt});
  });
  return rows;
}

// constraint_schema constraint_name table_schema table_name column_name ordinal_position
// position_in_unique_constraint
SystemRows KeyColumnUsage(const SystemObjects& objects) {
  SystemRows rows;
  ForEachConstraint(objects, [&](const SystemTable& table, const SystemConstraint& shown) {
    for (size_t i = 0; i < shown.columns.size(); ++i) {
      Value place;
      if (shown.other != nullptr) {
        const std::vector<int>& keys = shown.index->columns;
        place = absl::StrCat(std::find(keys.begin(), keys.end(), shown.other_columns[i]) -
                             keys.begin() + 1);
      }
      rows.push_back({table.schema->name, shown.constraint->name, table.schema->name, table.name,
                      table.columns[shown.columns[i] - 1].name, absl::StrCat(i + 1), place});
    }
  });
  return rows;
}

// table_schema table_name column_name constraint_schema constraint_name; of foreign keys the other
// end.
SystemRows ConstraintColumnUsage(const SystemObjects& objects) {
  SystemRows rows;
  ForEachConstraint(objects, [&](const SystemTable& table, const SystemConstraint& shown) {
    const SystemTable& used = shown.other != nullptr ? *shown.other : table;
    for (const int number : shown.other != nullptr ? shown.other_columns : shown.columns) {
      rows.push_back({used.schema->name, used.name, used.columns[number - 1].name,
                      table.schema->name, shown.constraint->name});
    }
  });
  return rows;
}

SystemRows ConstraintTableUsage(const SystemObjects& objects) {
  SystemRows rows;
  ForEachConstraint(objects, [&](const SystemTable& table, const SystemConstraint& shown) {
    const SystemTable& used = shown.other != nullptr ? *shown.other : table;
    rows.push_back({used.schema->name, used.name, table.schema->name, shown.constraint->name});
  });
  return rows;
}

const char* RuleOf(char action) {
  const char* const name = ForeignKeyAction(action);
  return name == nullptr ? "NO ACTION" : name;
}

// The constraint that has the index; nullptr: it is an index alone.
const SystemConstraint* ConstraintOf(const SystemIndex& index) {
  for (const SystemConstraint& constraint : index.table->constraints) {
    if (constraint.other == nullptr && constraint.index == &index) return &constraint;
  }
  return nullptr;
}

// constraint_schema constraint_name unique_constraint_schema unique_constraint_name match_option
// update_rule delete_rule
SystemRows ReferentialConstraints(const SystemObjects& objects) {
  SystemRows rows;
  ForEachConstraint(objects, [&](const SystemTable& table, const SystemConstraint& shown) {
    if (shown.other == nullptr) return;
    const CatalogConstraint& constraint = *shown.constraint;
    const SystemConstraint* key = ConstraintOf(*shown.index);
    rows.push_back({table.schema->name, constraint.name,
                    key == nullptr ? Value() : Value(shown.other->schema->name),
                    key == nullptr ? Value() : Value(key->constraint->name),
                    constraint.match == 'f' ? "FULL" : "NONE", RuleOf(constraint.on_update),
                    RuleOf(constraint.on_delete)});
  });
  return rows;
}

SystemRows ColumnPrivileges(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (table.is_system) continue;
    for (const SystemColumn& column : table.columns) {
      rows.push_back({table.schema->name, table.name, column.name});
    }
  }
  return rows;
}

SystemRows TablePrivileges(const SystemObjects& objects) {
  SystemRows rows;
  for (const SystemTable& table : objects.tables()) {
    if (!table.is_system) rows.push_back({table.schema->name, table.name});
  }
  return rows;
}

}  // namespace

const absl::flat_hash_map<absl::string_view, SystemRowsMaker>& InformationSchemaRowsMakers() {
  static const auto* makers = new absl::flat_hash_map<absl::string_view, SystemRowsMaker>{
      {"information_schema_catalog_name", OneRow},
      {"enabled_roles", OneRow},
      {"schemata", Schemata},
      {"tables", Tables},
      {"columns", Columns},
      {"views", ViewNames},
      {"table_constraints", TableConstraints},
      {"key_column_usage", KeyColumnUsage},
      {"constraint_column_usage", ConstraintColumnUsage},
      {"constraint_table_usage", ConstraintTableUsage},
      {"referential_constraints", ReferentialConstraints},
      {"column_privileges", ColumnPrivileges},
      {"role_column_grants", ColumnPrivileges},
      {"table_privileges", TablePrivileges},
      {"role_table_grants", TablePrivileges},
  };
  return *makers;
}

}  // namespace sudare
