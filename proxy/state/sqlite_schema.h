// The tables of a state file, and how older ones become those of this release.
#ifndef SUDARE_PROXY_STATE_SQLITE_SCHEMA_H_
#define SUDARE_PROXY_STATE_SQLITE_SCHEMA_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "proxy/state/sqlite_connection.h"

namespace sudare::state {

// In the file's header, by which `file` and we know whose it is: "Suda".
constexpr int64_t kApplicationId = 0x53756461;

// `steps[n]` is the SQL from schema n to n + 1; schema 0 is an empty file.
absl::Span<const char* const> SqliteSchemaSteps();

// kFailedPrecondition: the file is of a newer release, or of another program. Changes nothing.
absl::Status CheckSqliteSchema(SqliteConnection& connection, const std::string& path,
                               absl::Span<const char* const> steps);

// Brings the file to the last of `steps`, all in one transaction or not at all. Errors: as above.
absl::Status MigrateSqlite(SqliteConnection& connection, const std::string& path,
                           absl::Span<const char* const> steps);

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_SQLITE_SCHEMA_H_
