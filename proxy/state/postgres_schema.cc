#include "proxy/state/postgres_schema.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/state/state_limits.h"

namespace sudare::state {
namespace {

// `steps[n]` is the SQL from schema n to n + 1, in the body of a function of PL/pgSQL; @ is the
// schema's name. Schema 0 has no tables.
//
// turn: who holds its lock may write. A table and not an advisory lock, which anybody in the
// database may take; and one that never changes, so that no vacuum wants it.
constexpr const char* kSteps[] = {R"(
    CREATE TABLE @.state (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      schema integer NOT NULL,
      version bigint NOT NULL
    );
    CREATE TABLE @.entries (
      name text COLLATE "C" NOT NULL,
      key bytea NOT NULL,
      value bytea NOT NULL,
      PRIMARY KEY (name, key)
    );
    CREATE TABLE @.turn ();
    INSERT INTO @.state (schema, version) VALUES (0, 0);
)"};
static_assert(sizeof kSteps / sizeof *kSteps == kPostgresSchema, "a step for each schema");

std::string Migration(const std::string& quoted_schema) {
  std::string sql = absl::StrCat(
      "DO $sudare$\nDECLARE\n  now_at integer := 0;\nBEGIN\n"
      // Two proxies that start at once.
      "  PERFORM pg_catalog.pg_advisory_xact_lock(1400136801, 1);\n"
      "  IF pg_catalog.to_regnamespace('@') IS NULL THEN\n    CREATE SCHEMA @;\n  END IF;\n"
      "  IF pg_catalog.to_regclass('@.state') IS NOT NULL THEN\n"
      "    SELECT schema INTO STRICT now_at FROM @.state;\n  END IF;\n"
      "  IF now_at > ",
      kPostgresSchema,
      " THEN\n    RAISE EXCEPTION 'the state is of a newer release of sudare';\n  END IF;\n");
  for (int i = 0; i < kPostgresSchema; ++i) {
    absl::StrAppend(&sql, "  IF now_at = ", i, " THEN", kSteps[i], "    now_at := ", i + 1,
                    ";\n  END IF;\n");
  }
  absl::StrAppend(&sql, "  UPDATE @.state SET schema = now_at WHERE schema <> now_at;\n",
                  "END\n$sudare$;\n");
  return absl::StrReplaceAll(sql, {{"@", quoted_schema}});
}

// 0: no tables.
absl::StatusOr<int> SchemaOf(ExecConnection& connection, const std::string& quoted_schema,
                             absl::Time deadline) {
  const std::string table = absl::StrCat(quoted_schema, ".state");
  SUDARE_ASSIGN_OR_RETURN(const ExecRows found,
                          connection.Run("SELECT to_regclass($1::text) IS NOT NULL",
                                         {ExecParameter::Text(table)}, deadline));
  if (found.at(0).at(0) != "t") return 0;
  SUDARE_ASSIGN_OR_RETURN(
      const ExecRows rows,
      connection.RunScript(absl::StrCat("SELECT schema FROM ", table), deadline));
  int schema = 0;
  if (rows.size() != 1 || !absl::SimpleAtoi(rows[0].at(0).value_or(""), &schema)) {
    return absl::FailedPreconditionError(
        absl::StrCat("schema ", quoted_schema, " holds no state of sudare: name another one"));
  }
  return schema;
}

}  // namespace

absl::StatusOr<std::string> PostgresInitScript(absl::string_view schema, absl::string_view role) {
  SUDARE_RETURN_IF_ERROR(CheckSchemaName(schema));
  const std::string name = absl::StrCat("\"", schema, "\"");
  std::string sql = absl::StrCat("BEGIN;\n", Migration(name));
  if (!role.empty()) {
    const std::string grantee =
        absl::StrCat("\"", absl::StrReplaceAll(role, {{"\"", "\"\""}}), "\"");
    absl::StrAppend(&sql, "GRANT USAGE ON SCHEMA ", name, " TO ", grantee, ";\n",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ", name, ".entries TO ", grantee,
                    ";\n", "GRANT SELECT, UPDATE ON ", name, ".state TO ", grantee, ";\n",
                    "GRANT UPDATE ON ", name, ".turn TO ", grantee, ";\n");
  }
  absl::StrAppend(&sql, "COMMIT;\n");
  return sql;
}

absl::Status MigratePostgres(ExecConnection& connection, const std::string& schema,
                             absl::Time deadline) {
  const std::string name = absl::StrCat("\"", schema, "\"");
  SUDARE_ASSIGN_OR_RETURN(const int found, SchemaOf(connection, name, deadline));
  if (found > kPostgresSchema) {
    return absl::FailedPreconditionError(
        absl::StrCat("the state in schema ", Quoted(schema), " is of a newer release (schema ",
                     found, ", this one knows ", kPostgresSchema, "): use that release"));
  }
  if (found == kPostgresSchema) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(const std::string script, PostgresInitScript(schema, ""));
  const absl::Status done = connection.RunScript(script, deadline).status();
  if (done.ok()) return absl::OkStatus();
  if (connection.IsUsable() && connection.IsInTransaction()) {
    SUDARE_RETURN_IF_ERROR(connection.RunScript("ROLLBACK", deadline).status());
  }
  if (DetailOf(done).sqlstate() != "42501") return done;
  return absl::FailedPreconditionError(
      absl::StrCat("schema ", Quoted(schema), " has ",
                   found == 0 ? "no state yet" : "the state of an older release",
                   " and the proxy's role may not make it: have an administrator run what "
                   "`sudare state init` prints"));
}

}  // namespace sudare::state
