// Loading a customer's schema, as `pg_dump --schema-only` writes it, into a private database.
//
// Roles that the schema names and nobody made are made, so that owners and grants are the
// customer's. What this server can't have (an extension that isn't installed, a setting of another
// version) is left out, and told.
#ifndef SUDARE_PROXY_PROVE_SCHEMA_LOADER_H_
#define SUDARE_PROXY_PROVE_SCHEMA_LOADER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/prove/private_postgres.h"

namespace sudare::prove {

struct LoadedSchema {
  std::vector<std::string> made_roles;
  // "schema.sql:12: extension "x" is not available".
  std::vector<std::string> skipped;
};

// Makes `database`, which must not exist, and runs the file in it as superuser.
// kInvalidArgument: the file can't be read or a statement of it fails; the message has file and
// line.
absl::StatusOr<LoadedSchema> LoadSchema(const PrivatePostgres& server, const std::string& path,
                                        const std::string& database);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SCHEMA_LOADER_H_
