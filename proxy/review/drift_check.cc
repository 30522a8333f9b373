#include "proxy/review/drift_check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/review/found.h"
#include "proxy/review/role_view.h"
#include "proxy/review/rows.h"

namespace sudare::review {
namespace {

constexpr char kRelationsSql[] = R"sql(
  SELECT n.nspname || '.' || c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  ORDER BY 1)sql";

constexpr char kFunctionsSql[] = R"sql(
  SELECT DISTINCT n.nspname || '.' || p.proname
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'f' ORDER BY 1)sql";

constexpr char kRolesSql[] = "SELECT rolname FROM pg_roles ORDER BY 1";

// Of more relations than this the note names none.
constexpr size_t kShownRelations = 20;

absl::StatusOr<std::vector<std::string>> ReadNames(BackendSession& session, const char* sql) {
  SUDARE_ASSIGN_OR_RETURN(const auto rows, ReadRows(session, sql));
  std::vector<std::string> names;
  for (const std::vector<Value>& row : rows) names.push_back(row[0].value_or(""));
  return names;
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void CheckColumns(const PolicyTable& table, const CatalogRelation& relation,
                  std::vector<Issue>* issues) {
  const std::string name = FullName(relation);
  std::vector<std::string> existing, unclassified;
  for (const CatalogColumn& column : relation.columns) {
    existing.push_back(column.name);
    if (table.FindColumn(column.name) == nullptr) unclassified.push_back(column.name);
  }
  for (const PolicyColumn& column : table.columns) {
    if (Holds(existing, column.name)) continue;
    const std::string advice = DidYouMean(column.name, unclassified);
    AddError(column.place,
             {"missing-column", "", absl::StrCat(name, ".", column.name),
              absl::StrCat(Quoted(name), " has no column ", Quoted(column.name)),
              advice.empty() ? "remove it from the policy, or look where it went" : advice},
             issues);
  }
  for (const std::string& column : unclassified) {
    AddWarning(table.place,
               {"unclassified-column", "", absl::StrCat(name, ".", column),
                absl::StrCat("nobody classified column ", Quoted(column), " of ", Quoted(name)),
                "it is hidden from everybody: list it with its class, and hide that if it must be"},
               issues);
  }
}

void CheckTable(const PolicyTable& table, const CatalogSnapshot& catalog,
                const DatabaseNames& names, std::vector<Issue>* issues) {
  const std::string name = absl::StrCat(table.schema, ".", table.name);
  const CatalogRelation* relation = catalog.Find(table.schema, table.name);
  if (relation == nullptr) {
    const std::string advice = DidYouMean(name, names.relations);
    AddError(table.place,
             {"missing-relation", "", name,
              absl::StrCat("the database has no table or view ", Quoted(name)),
              advice.empty() ? "remove it from the policy, or look where it went" : advice},
             issues);
  } else if (!table.columns.empty()) {
    CheckColumns(table, *relation, issues);
  } else if (relation->kind != RelationKind::kView) {
    AddWarning(table.place,
               {"no-columns", "", name,
                absl::StrCat(Quoted(name), " is a ", RelationKindName(relation->kind),
                             " listed without columns: nobody sees anything of it"),
                "list its columns; only views follow from the tables below them"},
               issues);
  }
}

void CheckUnlisted(const Policy& policy, const DatabaseNames& names, std::vector<Issue>* issues) {
  std::vector<std::string> unlisted = names.relations;
  for (const PolicyTable& table : policy.tables()) {
    const auto listed =
        std::find(unlisted.begin(), unlisted.end(), absl::StrCat(table.schema, ".", table.name));
    if (listed != unlisted.end()) unlisted.erase(listed);
  }
  if (unlisted.empty()) return;
  const bool few = unlisted.size() <= kShownRelations;
  AddNote({},
          {"unlisted-relations", "", "",
           absl::StrCat(unlisted.size(), " relations of the database are not listed and invisible",
                        few ? absl::StrCat(": ", QuotedList(unlisted)) : ""),
           ""},
          issues);
}

void CheckDatabaseRoles(const Policy& policy, const DatabaseNames& names,
                        std::vector<Issue>* issues) {
  std::map<std::string, const Role*> users;
  for (const Role& role : policy.roles()) {
    if (role.database_role.empty()) {
      AddWarning(role.place,
                 {"no-database-role", role.name, "",
                  absl::StrCat("role ", Quoted(role.name), " names no `database_role`"),
                  "its queries run as the proxy's own role: add one that holds what "
                  "`sudare policy grants` prints"},
                 issues);
      continue;
    }
    if (!Holds(names.roles, role.database_role)) {
      const std::string advice = DidYouMean(role.database_role, names.roles);
      AddError(role.place,
               {"missing-database-role", role.name, role.database_role,
                absl::StrCat("the database has no role ", Quoted(role.database_role)),
                advice.empty() ? "`sudare policy grants` prints how to make it" : advice},
               issues);
    }
    const auto [user, is_first] = users.emplace(role.database_role, &role);
    if (is_first) continue;
    AddWarning(role.place,
               {"shared-database-role", role.name, role.database_role,
                absl::StrCat("roles ", Quoted(user->second->name), " and ", Quoted(role.name),
                             " share the database role ", Quoted(role.database_role)),
                "each then holds what the other needs: give each one of its own"},
               issues);
  }
}

}  // namespace

absl::StatusOr<DatabaseNames> ReadDatabaseNames(BackendSession& session) {
  DatabaseNames names;
  SUDARE_ASSIGN_OR_RETURN(names.relations, ReadNames(session, kRelationsSql));
  SUDARE_ASSIGN_OR_RETURN(names.functions, ReadNames(session, kFunctionsSql));
  SUDARE_ASSIGN_OR_RETURN(names.roles, ReadNames(session, kRolesSql));
  return names;
}

std::vector<Issue> CheckDrift(const Policy& policy, const CatalogSnapshot& catalog,
                              const DatabaseNames& names) {
  std::vector<Issue> issues;
  for (const PolicyTable& table : policy.tables()) CheckTable(table, catalog, names, &issues);
  CheckDatabaseRoles(policy, names, &issues);
  for (const std::string& function : policy.functions()) {
    if (Holds(names.functions, function)) continue;
    AddError({},
             {"missing-function", "", function,
              absl::StrCat("the database has no function ", Quoted(function),
                           ", which the policy allows"),
              DidYouMean(function, names.functions)},
             &issues);
  }
  CheckUnlisted(policy, names, &issues);
  return issues;
}

}  // namespace sudare::review
