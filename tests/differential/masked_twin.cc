#include "tests/differential/masked_twin.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

std::string Quoted(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

// As COPY reads it.
std::string CopyField(const Value& value) {
  if (!value.has_value()) return "\\N";
  return absl::StrReplaceAll(*value, {{"\\", "\\\\"}, {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}});
}

std::string NameOf(const VisibleRelation& relation) {
  return absl::StrCat(Quoted(relation.relation->schema), ".", Quoted(relation.relation->name));
}

std::string TypeOf(const VisibleColumn& column) {
  const std::string type = TypeName(column.type);
  return type.empty() ? column.column->type_sql : absl::StrCat("pg_catalog.", type);
}

Value MaskOne(const VisibleColumn& column, const Value& value) {
  if (column.is_token()) {
    if (!value.has_value()) return std::nullopt;
    return column.tokenizer->Tokenize(Significant(column.column->type, *value));
  }
  if (!value.has_value()) return column.mask->Apply(nullptr);
  const absl::string_view view = *value;
  return column.mask->Apply(&view);
}

// A key whose columns keep their equality stays a key: GROUP BY may rely on it.
std::string KeyOf(const VisibleRelation& relation) {
  for (const CatalogIndex& index : relation.relation->indexes) {
    if (!index.is_primary) continue;
    std::vector<std::string> names;
    for (const std::string& name : index.columns) {
      const VisibleColumn* column = relation.FindColumn(name);
      if (column == nullptr || (column->decision.kind != MaskKind::kAllow && !column->is_token())) {
        return "";
      }
      names.push_back(Quoted(name));
    }
    return absl::StrCat(", PRIMARY KEY (", absl::StrJoin(names, ", "), ")");
  }
  return "";
}

absl::Status CopyRelation(const PostgresServer& server, const VisibleRelation& relation,
                          const std::string& source, const std::string& twin) {
  std::vector<std::string> definitions;
  std::vector<std::string> names;
  for (const VisibleColumn& column : relation.columns) {
    definitions.push_back(absl::StrCat(Quoted(column.column->name), " ", TypeOf(column)));
    names.push_back(Quoted(column.column->name));
  }
  std::string sql = absl::StrCat("CREATE TABLE ", NameOf(relation), " (",
                                 absl::StrJoin(definitions, ", "), KeyOf(relation), ");\n");
  std::string where;
  for (const std::string& filter : relation.row_filters) {
    absl::StrAppend(&where, where.empty() ? " WHERE (" : " AND (", filter, ")");
  }
  SUDARE_ASSIGN_OR_RETURN(const auto rows,
                          server.Query(absl::StrCat("SELECT ", absl::StrJoin(names, ", "), " FROM ",
                                                    NameOf(relation), where),
                                       source));
  absl::StrAppend(&sql, "COPY ", NameOf(relation), " FROM STDIN;\n");
  for (const std::vector<Value>& row : rows) {
    std::vector<std::string> fields;
    for (size_t column = 0; column < row.size(); ++column) {
      fields.push_back(CopyField(MaskOne(relation.columns[column], row[column])));
    }
    absl::StrAppend(&sql, absl::StrJoin(fields, "\t"), "\n");
  }
  absl::StrAppend(&sql, "\\.\n");
  return server.Run(sql, twin);
}

}  // namespace

absl::Status MakeMaskedTwin(const PostgresServer& server, const VisibleSchema& schema,
                            const std::string& source, const std::string& twin) {
  SUDARE_RETURN_IF_ERROR(server.Run(absl::StrCat("CREATE DATABASE ", twin)));
  std::set<std::string> schemas;
  for (const VisibleRelation& relation : schema.relations())
    schemas.insert(relation.relation->schema);
  std::string sql;
  for (const std::string& name : schemas)
    absl::StrAppend(&sql, "CREATE SCHEMA ", Quoted(name), ";");
  absl::StrAppend(&sql, "ALTER DATABASE ", twin,
                  " SET search_path = ", absl::StrJoin(schemas, ", "), "; ALTER DATABASE ", twin,
                  " SET timezone = 'UTC';");
  SUDARE_RETURN_IF_ERROR(server.Run(sql, twin));
  for (const VisibleRelation& relation : schema.relations()) {
    if (relation.is_expanded_view) continue;
    SUDARE_RETURN_IF_ERROR(CopyRelation(server, relation, source, twin));
  }
  for (const VisibleRelation& relation : schema.relations()) {
    if (!relation.is_expanded_view) continue;
    // A view over columns that the account doesn't see doesn't exist for it.
    server
        .Run(absl::StrCat("CREATE VIEW ", NameOf(relation), " AS ",
                          relation.relation->view_definition),
             twin)
        .IgnoreError();
  }
  // Large twins are slow without statistics.
  return server.Run("ANALYZE", twin);
}

}  // namespace sudare::testing
