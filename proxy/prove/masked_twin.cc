#include "proxy/prove/masked_twin.h"

#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

std::string NameOf(const VisibleRelation& relation) {
  return QuotedName(relation.relation->schema, relation.relation->name);
}

std::string TypeOf(const VisibleColumn& column) {
  const std::string type = TypeName(column.type);
  return type.empty() ? column.column->type_sql : absl::StrCat("pg_catalog.", type);
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
      names.push_back(QuotedName(name));
    }
    return absl::StrCat(", PRIMARY KEY (", absl::StrJoin(names, ", "), ")");
  }
  return "";
}

absl::Status CopyRelation(const PrivatePostgres& server, const VisibleRelation& relation,
                          const std::string& source, const std::string& twin) {
  std::vector<std::string> definitions;
  std::vector<std::string> names;
  for (const VisibleColumn& column : relation.columns) {
    definitions.push_back(absl::StrCat(QuotedName(column.column->name), " ", TypeOf(column)));
    names.push_back(QuotedName(column.column->name));
  }
  std::string where;
  for (const std::string& filter : relation.row_filters) {
    absl::StrAppend(&where, where.empty() ? " WHERE (" : " AND (", filter, ")");
  }
  SUDARE_ASSIGN_OR_RETURN(const auto rows,
                          server.Query(absl::StrCat("SELECT ", absl::StrJoin(names, ", "), " FROM ",
                                                    NameOf(relation), where),
                                       source));
  std::string copy = absl::StrCat("COPY ", NameOf(relation), " FROM STDIN;\n");
  for (const std::vector<Value>& row : rows) {
    std::vector<std::string> fields;
    for (size_t column = 0; column < row.size(); ++column) {
      fields.push_back(CopyField(MaskedValue(relation.columns[column], row[column])));
    }
    absl::StrAppend(&copy, absl::StrJoin(fields, "\t"), "\n");
  }
  absl::StrAppend(&copy, "\\.\n");
  const auto create = [&](const std::string& key) {
    return absl::StrCat("DROP TABLE IF EXISTS ", NameOf(relation), ";\nCREATE TABLE ",
                        NameOf(relation), " (", absl::StrJoin(definitions, ", "), key, ");\n");
  };
  // Rows of children that inherit may repeat the key of their parent.
  if (server.Run(absl::StrCat(create(KeyOf(relation)), copy), twin).ok()) return absl::OkStatus();
  return server.Run(absl::StrCat(create(""), copy), twin);
}

}  // namespace

absl::Status MakeMaskedTwin(const PrivatePostgres& server, const VisibleSchema& schema,
                            const std::string& source, const std::string& twin) {
  SUDARE_RETURN_IF_ERROR(server.Run(absl::StrCat("CREATE DATABASE ", twin)));
  std::set<std::string> schemas;
  std::set<std::string> types;
  for (const VisibleRelation& relation : schema.relations()) {
    schemas.insert(relation.relation->schema);
    for (const VisibleColumn& column : relation.columns) {
      if (TypeName(column.type).empty()) types.insert(column.column->type_sql);
    }
  }
  SUDARE_ASSIGN_OR_RETURN(
      const auto all,
      server.Query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN "
                   "('public', 'information_schema')",
                   source));
  for (const auto& row : all) schemas.insert(*row[0]);
  schemas.erase("public");
  std::string sql;
  std::vector<std::string> paths;
  for (const std::string& name : schemas) {
    paths.push_back(QuotedName(name));
    absl::StrAppend(&sql, "CREATE SCHEMA ", paths.back(), ";");
  }
  paths.push_back("public");
  absl::StrAppend(&sql, "ALTER DATABASE ", twin, " SET search_path = ", absl::StrJoin(paths, ", "),
                  "; ALTER DATABASE ", twin, " SET timezone = 'UTC';");
  // Their columns are redacted: all that is left of a type is its name.
  for (const std::string& type : types) {
    if (absl::StartsWith(type, "pg_catalog.")) continue;
    absl::StrAppend(&sql, "CREATE DOMAIN ", type, " AS pg_catalog.text;");
  }
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

}  // namespace sudare::prove
