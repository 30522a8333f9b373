#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "proxy/catalog/system_objects.h"

namespace sudare {
namespace {

// Words that SQL reads as something else than a name, in one place or another.
constexpr char kReserved[] = R"(
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit
  boolean both case cast char character check coalesce collate collation column concurrently
  constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user dec decimal default deferrable desc distinct do else end except
  exists extract false fetch float for foreign freeze from full grant greatest group grouping
  having ilike in initially inner inout int integer intersect interval into is isnull join
  lateral leading least left like limit localtime localtimestamp national natural nchar none
  normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay
  placing position precision primary real references returning right row select session_user
  setof similar smallint some substring symmetric table tablesample then time timestamp to
  trailing treat trim true union unique user using values varchar variadic verbose when where
  window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
  xmlpi xmlroot xmlserialize xmltable
)";

bool IsReserved(absl::string_view name) {
  static const auto* const words = new absl::flat_hash_set<std::string>(
      absl::StrSplit(kReserved, absl::ByAnyChar(" \n"), absl::SkipEmpty()));
  return words->contains(name);
}

std::string ColumnList(const SystemTable& table, const std::vector<int>& numbers) {
  return absl::StrJoin(numbers, ", ", [&](std::string* out, int number) {
    out->append(QuotedIdentifier(table.columns[number - 1].name));
  });
}

}  // namespace

const char* ForeignKeyAction(char action) {
  switch (action) {
    case 'r':
      return "RESTRICT";
    case 'c':
      return "CASCADE";
    case 'n':
      return "SET NULL";
    case 'd':
      return "SET DEFAULT";
    default:
      return nullptr;
  }
}

std::string QuotedIdentifier(absl::string_view name) {
  const bool is_plain =
      !name.empty() && (absl::ascii_islower(name[0]) || name[0] == '_') &&
      std::all_of(
          name.begin(), name.end(),
          [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_'; }) &&
      !IsReserved(name);
  if (is_plain) return std::string(name);
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

std::string FullName(const SystemTable& table) {
  return absl::StrCat(QuotedIdentifier(table.schema->name), ".", QuotedIdentifier(table.name));
}

std::string ShownName(const SystemTable& table) {
  return table.is_in_path ? QuotedIdentifier(table.name) : FullName(table);
}

std::string IndexDefinition(const SystemIndex& index) {
  const SystemTable& table = *index.table;
  std::vector<std::string> keys, included;
  for (size_t i = 0; i < index.columns.size(); ++i) {
    std::string column = QuotedIdentifier(table.columns[index.columns[i] - 1].name);
    if (static_cast<int>(i) >= index.index->key_columns) {
      included.push_back(std::move(column));
      continue;
    }
    const int option = i < index.index->options.size() ? index.index->options[i] : 0;
    const bool descends = option & 1, nulls_first = option & 2;
    if (descends) column += " DESC";
    if (descends && !nulls_first) column += " NULLS LAST";
    if (!descends && nulls_first) column += " NULLS FIRST";
    keys.push_back(std::move(column));
  }
  std::string definition =
      absl::StrCat("CREATE ", index.index->is_unique || !index.is_immediate ? "UNIQUE " : "",
                   "INDEX ", QuotedIdentifier(index.name), " ON ", FullName(table), " USING ",
                   index.index->method, " (", absl::StrJoin(keys, ", "), ")");
  if (!included.empty()) {
    absl::StrAppend(&definition, " INCLUDE (", absl::StrJoin(included, ", "), ")");
  }
  return definition;
}

std::string ConstraintDefinition(const SystemConstraint& constraint) {
  const CatalogConstraint& known = *constraint.constraint;
  std::string definition;
  if (known.kind == 'f') {
    definition = absl::StrCat("FOREIGN KEY (", ColumnList(*constraint.table, constraint.columns),
                              ") REFERENCES ", ShownName(*constraint.other), "(",
                              ColumnList(*constraint.other, constraint.other_columns), ")");
    if (known.match == 'f') definition += " MATCH FULL";
    if (const char* action = ForeignKeyAction(known.on_update)) {
      absl::StrAppend(&definition, " ON UPDATE ", action);
    }
    if (const char* action = ForeignKeyAction(known.on_delete)) {
      absl::StrAppend(&definition, " ON DELETE ", action);
    }
  } else {
    definition = absl::StrCat(known.kind == 'p' ? "PRIMARY KEY (" : "UNIQUE (",
                              ColumnList(*constraint.table, constraint.columns), ")");
    const SystemIndex& index = *constraint.index;
    const std::vector<int> included(index.columns.begin() + index.index->key_columns,
                                    index.columns.end());
    if (!included.empty()) {
      absl::StrAppend(&definition, " INCLUDE (", ColumnList(*constraint.table, included), ")");
    }
  }
  if (known.is_deferrable) definition += " DEFERRABLE";
  if (known.is_deferred) definition += " INITIALLY DEFERRED";
  return definition;
}

}  // namespace sudare
