#include "proxy/sql/supplied_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {
namespace {

std::string TypeOf(const SystemRelationColumn& column) {
  return absl::StrCat(column.type_schema, ".\"", column.type, "\"", column.is_array ? "[]" : "");
}

// An array of arrays has no elements of its own: those come as texts.
std::string ArrayOf(const SystemRelationColumn& column, size_t parameter) {
  SystemRelationColumn element = column;
  if (column.is_array) element.type = "text";
  element.is_array = true;
  return absl::StrCat("pg_catalog.unnest(CAST($", parameter, " AS ", TypeOf(element), "))");
}

std::string ReferenceTo(const SystemRelationColumn& column) {
  return absl::StrCat("r.", column.name);
}

// What the rows need not say.
std::string ValueOf(const SystemRelation& relation, const SystemRelationColumn& column) {
  const std::string value = column.expression.empty() ? ReferenceTo(column) : column.expression;
  if (!relation.has_rows) return absl::StrCat("CAST(NULL AS ", TypeOf(column), ")");
  if (column.expression.empty() && !column.is_array) return value;
  return absl::StrCat("CAST(", value, " AS ", TypeOf(column), ")");
}

// The columns that must be supplied, one at least: it gives the number of rows.
std::vector<int> ColumnsBehind(const SystemRelation& relation, const std::vector<int>& wanted) {
  std::vector<int> columns;
  int first = -1;
  for (int i = 0; i < static_cast<int>(relation.columns.size()); ++i) {
    const SystemRelationColumn& column = relation.columns[i];
    if (!column.is_supplied) continue;
    if (first < 0) first = i;
    const bool is_needed = std::any_of(wanted.begin(), wanted.end(), [&](int other) {
      return other == i ||
             absl::StrContains(relation.columns[other].expression, ReferenceTo(column));
    });
    if (is_needed) columns.push_back(i);
  }
  if (columns.empty() && first >= 0) columns.push_back(first);
  return columns;
}

std::string FromOf(const SystemRelation& relation, const std::vector<int>& columns) {
  if (columns.empty()) return "";
  std::vector<std::string> arrays, names;
  for (const int i : columns) {
    names.push_back(relation.columns[i].name);
    arrays.push_back(ArrayOf(relation.columns[i], names.size()));
  }
  const std::string all = absl::StrJoin(arrays, ", ");
  return absl::StrCat(" FROM ", arrays.size() > 1 ? absl::StrCat("ROWS FROM (", all, ")") : all,
                      " AS r (", absl::StrJoin(names, ", "), ")");
}

}  // namespace

absl::StatusOr<SuppliedRows> SelectSupplied(const SystemRelation& relation,
                                            const std::vector<int>& wanted) {
  SuppliedRows rows;
  if (relation.has_rows) rows.columns = ColumnsBehind(relation, wanted);
  const std::string targets = absl::StrJoin(wanted, ", ", [&](std::string* out, int i) {
    const SystemRelationColumn& column = relation.columns[i];
    absl::StrAppend(out, ValueOf(relation, column), " AS ", column.name);
  });
  SUDARE_ASSIGN_OR_RETURN(ParsedSql parsed,
                          Parse(absl::StrCat("SELECT ", targets, FromOf(relation, rows.columns),
                                             relation.has_rows ? "" : " WHERE false"),
                                ParseLimits()));
  rows.select = std::move(*parsed.mutable_tree()->mutable_stmts(0)->mutable_stmt());
  return rows;
}

}  // namespace sudare::sql
