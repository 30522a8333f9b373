#include "proxy/state/sqlite_schema.h"

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::state {
namespace {

// Not WITHOUT ROWID: its inner pages would hold large values too.
constexpr char kFirst[] = R"(
CREATE TABLE entries (
  name TEXT NOT NULL,
  key BLOB NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (name, key)
) STRICT;
CREATE TABLE state (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0);
)";

constexpr const char* kSteps[] = {kFirst};

// The number of the file's schema.
absl::StatusOr<int64_t> SchemaOf(SqliteConnection& connection, const std::string& path,
                                 int64_t newest) {
  SUDARE_ASSIGN_OR_RETURN(const int64_t owner, connection.QueryInteger("PRAGMA application_id"));
  SUDARE_ASSIGN_OR_RETURN(const int64_t schema, connection.QueryInteger("PRAGMA user_version"));
  SUDARE_ASSIGN_OR_RETURN(const int64_t objects,
                          connection.QueryInteger("SELECT count(*) FROM sqlite_schema"));
  if (owner == 0 && schema == 0 && objects == 0) return 0;
  if (owner != kApplicationId || schema < 1) {
    return absl::FailedPreconditionError(absl::StrCat(
        Quoted(path), " is a database of another program: name a file of its own for the state"));
  }
  if (schema > newest) {
    return absl::FailedPreconditionError(
        absl::StrCat("the state file ", Quoted(path), " was written by a newer release (schema ",
                     schema, ", this one knows ", newest, "): use that release"));
  }
  return schema;
}

absl::Status RunSteps(SqliteConnection& connection, const std::string& path,
                      absl::Span<const char* const> steps) {
  const auto newest = static_cast<int64_t>(steps.size());
  SUDARE_ASSIGN_OR_RETURN(const int64_t schema, SchemaOf(connection, path, newest));
  if (schema == newest) return absl::OkStatus();
  for (int64_t i = schema; i < newest; ++i) {
    SUDARE_RETURN_IF_ERROR(connection.Run(steps[static_cast<size_t>(i)]));
  }
  return connection.Run(
      absl::StrCat("PRAGMA application_id = ", kApplicationId, "; PRAGMA user_version = ", newest)
          .c_str());
}

}  // namespace

absl::Span<const char* const> SqliteSchemaSteps() { return kSteps; }

absl::Status CheckSqliteSchema(SqliteConnection& connection, const std::string& path,
                               absl::Span<const char* const> steps) {
  return SchemaOf(connection, path, static_cast<int64_t>(steps.size())).status();
}

absl::Status MigrateSqlite(SqliteConnection& connection, const std::string& path,
                           absl::Span<const char* const> steps) {
  SUDARE_RETURN_IF_ERROR(connection.Run("BEGIN IMMEDIATE"));
  absl::Status status = RunSteps(connection, path, steps);
  if (status.ok()) status = connection.Run("COMMIT");
  connection.Rollback();
  return status;
}

}  // namespace sudare::state
