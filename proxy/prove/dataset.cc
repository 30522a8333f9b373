#include "proxy/prove/dataset.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

// No triggers, and no foreign keys, which are triggers too.
constexpr char kNoTriggers[] = "SET session_replication_role = replica;\n";

std::vector<size_t> StoredColumns(const ShapeTable& table) {
  std::vector<size_t> stored;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].is_generated) stored.push_back(i);
  }
  return stored;
}

std::string Names(const ShapeTable& table, const std::vector<size_t>& columns,
                  absl::string_view alias = "") {
  return absl::StrJoin(columns, ", ", [&](std::string* out, size_t column) {
    absl::StrAppend(out, alias, QuotedName(table.columns[column].name));
  });
}

// A view may read one that isn't filled yet.
void RefreshViews(const PrivatePostgres& server, const DatabaseShape& shape,
                  const std::string& database) {
  std::vector<std::string> waiting = shape.materialized_views;
  for (bool progress = true; progress && !waiting.empty();) {
    progress = false;
    std::vector<std::string> still;
    for (const std::string& view : waiting) {
      if (server.Run(absl::StrCat("REFRESH MATERIALIZED VIEW ", view), database).ok()) {
        progress = true;
      } else {
        still.push_back(view);
      }
    }
    waiting = std::move(still);
  }
}

}  // namespace

size_t Dataset::RowCount() const {
  size_t count = 0;
  for (const auto& rows : tables) count += rows.size();
  return count;
}

std::string DatasetScript(const DatabaseShape& shape, const Dataset& rows) {
  std::string script = kNoTriggers;
  for (size_t i = 0; i < rows.tables.size(); ++i) {
    const ShapeTable& table = shape.tables[i];
    const std::vector<size_t> columns = StoredColumns(table);
    if (rows.tables[i].empty() || columns.empty()) continue;
    absl::StrAppend(&script, "COPY ", table.SqlName(), " (", Names(table, columns),
                    ") FROM STDIN;\n");
    for (const DatasetRow& row : rows.tables[i]) {
      absl::StrAppend(&script,
                      absl::StrJoin(columns, "\t",
                                    [&](std::string* out, size_t column) {
                                      absl::StrAppend(out, CopyField(row.values[column]));
                                    }),
                      "\n");
    }
    absl::StrAppend(&script, "\\.\n");
  }
  return script;
}

absl::Status MakeDatabase(const PrivatePostgres& server, const DatabaseShape& shape,
                          const Dataset& rows, const std::string& schema,
                          const std::string& database) {
  SUDARE_RETURN_IF_ERROR(
      server.Run(absl::StrCat("DROP DATABASE IF EXISTS ", QuotedName(database), ";CREATE DATABASE ",
                              QuotedName(database), " TEMPLATE ", QuotedName(schema), ";")));
  SUDARE_RETURN_IF_ERROR(server.Run(DatasetScript(shape, rows), database));
  RefreshViews(server, shape, database);
  return server.Run("ANALYZE", database);
}

absl::StatusOr<Dataset> ReadDataset(const PrivatePostgres& server, const DatabaseShape& shape,
                                    const std::string& database) {
  Dataset dataset;
  for (const ShapeTable& table : shape.tables) {
    std::vector<std::string> names = {"tableoid::bigint || ctid::text"};
    for (const ShapeColumn& column : table.columns) names.push_back(QuotedName(column.name));
    SUDARE_ASSIGN_OR_RETURN(
        const auto rows, server.Query(absl::StrCat("SELECT ", absl::StrJoin(names, ", "), " FROM ",
                                                   table.is_partitioned ? "" : "ONLY ",
                                                   table.SqlName(), " ORDER BY tableoid, ctid"),
                                      database));
    std::vector<DatasetRow>& read = dataset.tables.emplace_back();
    for (const std::vector<Value>& row : rows) {
      read.push_back({{row.begin() + 1, row.end()}, row[0].value_or("")});
    }
  }
  return dataset;
}

absl::StatusOr<std::map<size_t, PsqlError>> TryRows(const PrivatePostgres& server,
                                                    const ShapeTable& table,
                                                    const std::vector<std::vector<Value>>& rows,
                                                    const std::string& database) {
  const std::vector<size_t> columns = StoredColumns(table);
  const std::string names =
      columns.empty() ? std::string() : absl::StrCat(" (", Names(table, columns), ")");
  std::string script = kNoTriggers;
  for (const std::vector<Value>& row : rows) {
    absl::StrAppend(&script, "INSERT INTO ", table.SqlName(), names, " OVERRIDING SYSTEM VALUE ");
    if (columns.empty()) {
      absl::StrAppend(&script, "DEFAULT VALUES;\n");
      continue;
    }
    absl::StrAppend(&script, "VALUES (",
                    absl::StrJoin(columns, ", ",
                                  [&](std::string* out, size_t column) {
                                    absl::StrAppend(out, SqlLiteral(row[column]));
                                  }),
                    ");\n");
  }
  SUDARE_ASSIGN_OR_RETURN(const std::string output, server.RunAll(script, database));
  std::map<size_t, PsqlError> failed;
  for (PsqlError& error : ParsePsqlErrors(output)) {
    // Lines count from 1, and the first one is no row.
    if (error.line >= 2) failed.emplace(static_cast<size_t>(error.line) - 2, std::move(error));
  }
  return failed;
}

std::string DanglingCondition(const DatabaseShape& shape, const ShapeTable& table,
                              const ShapeForeignKey& key) {
  const ShapeTable& target = shape.tables[key.target];
  std::string condition;
  for (size_t column : key.columns) {
    absl::StrAppend(&condition, "x.", QuotedName(table.columns[column].name), " IS NOT NULL AND ");
  }
  return absl::StrCat(condition, "NOT EXISTS (SELECT FROM ", target.SqlName(), " AS y WHERE (",
                      Names(target, key.target_columns, "y."), ") = (",
                      Names(table, key.columns, "x."), "))");
}

}  // namespace sudare::prove
