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

// On one line.
std::string Emptying(const DatabaseShape& shape) {
  if (shape.tables.empty()) return "";
  return absl::StrCat("SET session_replication_role = replica; TRUNCATE ",
                      absl::StrJoin(shape.tables, ", ",
                                    [](std::string* out, const ShapeTable& table) {
                                      absl::StrAppend(out, table.SqlName());
                                    }),
                      " CASCADE;\n");
}

// One line for each row.
void AppendInserts(const ShapeTable& table, const std::vector<std::vector<Value>>& rows,
                   std::string* script) {
  const std::vector<size_t> columns = StoredColumns(table);
  const std::string names =
      columns.empty() ? std::string() : absl::StrCat(" (", Names(table, columns), ")");
  for (const std::vector<Value>& row : rows) {
    absl::StrAppend(script, "INSERT INTO ", table.SqlName(), names);
    if (columns.empty()) {
      absl::StrAppend(script, " DEFAULT VALUES;\n");
      continue;
    }
    absl::StrAppend(script, " OVERRIDING SYSTEM VALUE VALUES (",
                    absl::StrJoin(columns, ", ",
                                  [&](std::string* out, size_t column) {
                                    absl::StrAppend(out, SqlLiteral(row[column]));
                                  }),
                    ");\n");
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

absl::Status CreateDatabase(const PrivatePostgres& server, const std::string& schema,
                            const std::string& database) {
  return server.Run(absl::StrCat("DROP DATABASE IF EXISTS ", QuotedName(database),
                                 ";CREATE DATABASE ", QuotedName(database), " TEMPLATE ",
                                 QuotedName(schema), ";"));
}

absl::Status FillDatabase(const PrivatePostgres& server, const DatabaseShape& shape,
                          const Dataset& rows, const std::string& database) {
  SUDARE_RETURN_IF_ERROR(
      server.Run(absl::StrCat(Emptying(shape), DatasetScript(shape, rows)), database));
  RefreshViews(server, shape, database);
  return absl::OkStatus();
}

absl::StatusOr<Dataset> ReadDataset(const PrivatePostgres& server, const DatabaseShape& shape,
                                    const std::string& database) {
  std::vector<std::string> statements;
  for (const ShapeTable& table : shape.tables) {
    std::vector<std::string> names = {"tableoid::bigint || ctid::text"};
    for (const ShapeColumn& column : table.columns) names.push_back(QuotedName(column.name));
    statements.push_back(absl::StrCat("SELECT ", absl::StrJoin(names, ", "), " FROM ",
                                      table.is_partitioned ? "" : "ONLY ", table.SqlName(),
                                      " ORDER BY tableoid, ctid"));
  }
  SUDARE_ASSIGN_OR_RETURN(auto answers, server.QueryAll(statements, database));
  Dataset dataset;
  for (auto& rows : answers) {
    std::vector<DatasetRow>& read = dataset.tables.emplace_back();
    for (std::vector<Value>& row : rows) {
      std::string location = row[0].value_or("");
      row.erase(row.begin());
      read.push_back({std::move(row), std::move(location)});
    }
  }
  return dataset;
}

absl::StatusOr<std::map<size_t, PsqlError>> TryRows(const PrivatePostgres& server,
                                                    const ShapeTable& table,
                                                    const std::vector<std::vector<Value>>& rows,
                                                    const std::string& database) {
  std::string script = kNoTriggers;
  AppendInserts(table, rows, &script);
  SUDARE_ASSIGN_OR_RETURN(const std::string output, server.RunAll(script, database));
  std::map<size_t, PsqlError> failed;
  for (PsqlError& error : ParsePsqlErrors(output)) {
    // Lines count from 1, and the first one is no row.
    if (error.line >= 2) failed.emplace(static_cast<size_t>(error.line) - 2, std::move(error));
  }
  return failed;
}

absl::StatusOr<std::vector<std::vector<size_t>>> TryAllRows(
    const PrivatePostgres& server, const DatabaseShape& shape,
    const std::vector<std::vector<std::vector<Value>>>& rows, const std::string& database) {
  // One line, like that of other scripts.
  std::string script = kNoTriggers;
  std::vector<std::pair<size_t, size_t>> row_of_line;
  for (size_t table = 0; table < rows.size(); ++table) {
    AppendInserts(shape.tables[table], rows[table], &script);
    for (size_t row = 0; row < rows[table].size(); ++row) row_of_line.push_back({table, row});
  }
  SUDARE_ASSIGN_OR_RETURN(const std::string output, server.RunAll(script, database));
  std::vector<std::vector<size_t>> failed(rows.size());
  for (const PsqlError& error : ParsePsqlErrors(output)) {
    if (error.line < 2 || static_cast<size_t>(error.line) - 2 >= row_of_line.size()) continue;
    const auto [table, row] = row_of_line[static_cast<size_t>(error.line) - 2];
    failed[table].push_back(row);
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
