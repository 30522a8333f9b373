#include "proxy/review/grants_script.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "proxy/catalog/system_objects.h"

namespace sudare::review {
namespace {

constexpr size_t kLineWidth = 100;

constexpr char kHeader[] =
    R"(-- The database roles behind the policy's roles, as `sudare policy grants` prints them: SELECT on exactly the
-- columns whose masks or row filters read the value. What a role only ever sees as NULL, or not at all, is not
-- granted: its sessions could not read it even if the proxy were wrong.
)";

std::string Literal(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

std::string CreateRole(const NeededGrants& needed) {
  const std::string kind = needed.logs_in ? "LOGIN NOINHERIT" : "NOLOGIN NOINHERIT";
  // Names may hold anything, the dollar quotes of a DO block too.
  return absl::StrCat(
      "DO LANGUAGE plpgsql ",
      Literal(absl::StrCat("\nBEGIN\n  IF NOT EXISTS (SELECT FROM "
                           "pg_catalog.pg_roles WHERE rolname = ",
                           Literal(needed.database_role), ") THEN\n    CREATE ROLE ",
                           SqlName(needed.database_role), " ", kind, ";\n  END IF;\nEND\n")),
      ";\n");
}

std::string Heading(const NeededGrants& needed) {
  if (needed.logs_in) {
    return "\n-- The proxy logs in as this role and becomes the others; it holds nothing itself.\n";
  }
  if (needed.roles.empty()) return "\n-- Reads the catalog, no data.\n";
  std::string heading = "\n";
  for (const Role* role : needed.roles) {
    const std::string title = role->title.empty() ? "" : absl::StrCat(": ", role->title);
    absl::StrAppend(&heading, "-- ",
                    absl::StrReplaceAll(absl::StrCat(role->name, title), {{"\n", " "}}), "\n");
  }
  return heading;
}

// Names with commas, broken into lines; in one line if they fit.
std::string ColumnList(const std::vector<std::string>& columns) {
  std::string list, line;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string name = absl::StrCat(SqlName(columns[i]), i + 1 < columns.size() ? "," : "");
    if (!line.empty() && line.size() + 1 + name.size() > kLineWidth) {
      absl::StrAppend(&list, line, "\n  ");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", name);
  }
  return absl::StrCat(list, line);
}

}  // namespace

std::string SqlName(const std::string& word) { return QuotedIdentifier(word); }

std::string SqlName(const std::string& schema, const std::string& name) {
  return absl::StrCat(SqlName(schema), ".", SqlName(name));
}

std::string GrantSchema(const std::string& schema, const std::string& role) {
  return absl::StrCat("GRANT USAGE ON SCHEMA ", SqlName(schema), " TO ", SqlName(role));
}

std::string GrantColumns(const std::string& schema, const std::string& relation,
                         const std::vector<std::string>& columns, const std::string& role) {
  const auto name = [](std::string* out, const std::string& column) { *out += SqlName(column); };
  return absl::StrCat("GRANT SELECT (", absl::StrJoin(columns, ", ", name), ") ON ",
                      SqlName(schema, relation), " TO ", SqlName(role));
}

std::string GrantFunction(const DatabaseFunction& function, const std::string& role) {
  return absl::StrCat("GRANT EXECUTE ON FUNCTION ", SqlName(function.schema, function.name), "(",
                      function.arguments, ") TO ", SqlName(role));
}

std::string GrantMembership(const std::string& role, const std::string& member) {
  return absl::StrCat("GRANT ", SqlName(role), " TO ", SqlName(member));
}

std::string SetReadOnly(const std::string& role) {
  return absl::StrCat("ALTER ROLE ", SqlName(role), " SET default_transaction_read_only = on");
}

std::string GrantsScript(const std::vector<NeededGrants>& all) {
  std::string script = kHeader;
  for (const NeededGrants& needed : all) {
    const std::string& role = needed.database_role;
    absl::StrAppend(&script, Heading(needed), CreateRole(needed), SetReadOnly(role), ";\n");
    for (const std::string& schema : needed.schemas) {
      absl::StrAppend(&script, GrantSchema(schema, role), ";\n");
    }
    for (const NeededRelation& relation : needed.relations) {
      absl::StrAppend(&script, "GRANT SELECT (\n  ", ColumnList(relation.columns), "\n) ON ",
                      SqlName(relation.schema, relation.name), " TO ", SqlName(role), ";\n");
    }
    for (const DatabaseFunction& function : needed.functions) {
      absl::StrAppend(&script, GrantFunction(function, role), ";\n");
    }
  }
  // Once all of them are there.
  for (const NeededGrants& needed : all) {
    if (!needed.member_of.empty()) absl::StrAppend(&script, "\n");
    for (const std::string& other : needed.member_of) {
      absl::StrAppend(&script, GrantMembership(other, needed.database_role), ";\n");
    }
  }
  return script;
}

}  // namespace sudare::review
