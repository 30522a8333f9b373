#include "proxy/review/held_privileges.h"

#include <utility>

#include "policy/base/status_macros.h"
#include "proxy/review/rows.h"

namespace sudare::review {
namespace {

using Row = std::vector<Value>;

// $1 are names of roles in all of these.
constexpr char kRolesSql[] = R"sql(
  SELECT r.rolname, r.rolcanlogin, r.rolinherit,
         EXISTS (SELECT FROM pg_db_role_setting s
                 WHERE s.setrole = r.oid AND s.setdatabase = 0
                   AND 'default_transaction_read_only=on' = ANY (s.setconfig)),
         r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication
  FROM pg_roles r WHERE r.rolname = ANY ($1::text[]) ORDER BY 1)sql";

constexpr const char* kAttributes[] = {"SUPERUSER", "BYPASSRLS", "CREATEROLE", "CREATEDB",
                                       "REPLICATION"};

// What PUBLIC holds by default (USAGE on schema public, EXECUTE, CONNECT and TEMPORARY) is left
// out, and so are the owner's own entries: ownership is told apart. A list that was never changed
// is NULL and holds the owner's entries alone.
constexpr char kPrivilegesSql[] = R"sql(
  WITH wanted AS (SELECT oid, rolname FROM pg_roles WHERE rolname = ANY ($1::text[])
                  UNION ALL SELECT 0, ''),
  entries AS (
    SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, n.nspname, c.relname,
           '' AS arguments, '' AS attname, c.relowner AS owner, x.*
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) x
    UNION ALL
    SELECT 'TABLE', n.nspname, c.relname, '', a.attname, c.relowner, x.*
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) x
    WHERE NOT a.attisdropped
    UNION ALL
    SELECT 'SCHEMA', n.nspname, '', '', '', n.nspowner, x.*
    FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x
    WHERE x.grantee <> 0 OR x.privilege_type <> 'USAGE'
    UNION ALL
    SELECT 'FUNCTION', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), '',
           p.proowner, x.*
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL aclexplode(p.proacl) x
    WHERE x.grantee <> 0
    UNION ALL
    SELECT 'DATABASE', '', d.datname, '', '', d.datdba, x.*
    FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) x
    WHERE d.datname = current_database() AND x.privilege_type NOT IN ('CONNECT', 'TEMPORARY'))
  SELECT e.kind, e.nspname, e.relname, e.arguments, e.attname, w.rolname, e.privilege_type,
         e.is_grantable
  FROM entries e JOIN wanted w ON w.oid = e.grantee
  WHERE e.grantee <> e.owner AND e.nspname NOT IN ('pg_catalog', 'information_schema')
    AND e.nspname !~ '^pg_(toast|temp)'
  ORDER BY 1, 2, 3, 4, 5, 6, 7)sql";

constexpr char kMembershipsSql[] = R"sql(
  SELECT g.rolname, m.rolname
  FROM pg_auth_members a
  JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
  WHERE m.rolname = ANY ($1::text[]) ORDER BY 2, 1)sql";

constexpr char kOwnedSql[] = R"sql(
  SELECT r.rolname, pg_describe_object(d.classid, d.objid, d.objsubid)
  FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
  WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
    AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND r.rolname = ANY ($1::text[]) ORDER BY 1, 2)sql";

constexpr char kDefaultsSql[] = R"sql(
  SELECT coalesce(g.rolname, ''),
         x.privilege_type || ' on ' ||
         CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' ELSE 'schemas' END ||
         ' that ' || o.rolname || ' makes' || coalesce(' in schema ' || n.nspname, '')
  FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) x
  JOIN pg_roles o ON o.oid = d.defaclrole
  LEFT JOIN pg_roles g ON g.oid = x.grantee
  LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  WHERE d.defaclobjtype IN ('r', 'S', 'n') AND x.grantee <> d.defaclrole
    AND (x.grantee = 0 OR g.rolname = ANY ($1::text[])) ORDER BY 1, 2)sql";

constexpr char kDefinersSql[] = R"sql(
  SELECT r.rolname, n.nspname || '.' || p.proname
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  CROSS JOIN pg_roles r
  WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND r.rolname = ANY ($1::text[]) AND NOT r.rolsuper
    AND has_schema_privilege(r.oid, n.oid, 'USAGE')
    AND has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1, 2)sql";

constexpr char kFunctionsSql[] = R"sql(
  SELECT n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname || '.' || p.proname = ANY ($1::text[]) AND p.prokind = 'f' ORDER BY 1, 2, 3)sql";

std::string Text(const Value& value) { return value.value_or(""); }
bool IsTrue(const Value& value) { return value == "t"; }

HeldRole MakeRole(const Row& row) {
  HeldRole role;
  role.name = Text(row[0]);
  role.can_log_in = IsTrue(row[1]);
  role.inherits = IsTrue(row[2]);
  role.is_read_only = IsTrue(row[3]);
  for (size_t i = 0; i < 5; ++i) {
    if (IsTrue(row[4 + i])) role.attributes.push_back(kAttributes[i]);
  }
  return role;
}

std::vector<HeldObject> MakeObjects(const std::vector<Row>& rows) {
  std::vector<HeldObject> objects;
  for (const Row& row : rows) objects.push_back({Text(row[0]), Text(row[1])});
  return objects;
}

}  // namespace

const HeldRole* HeldPrivileges::FindRole(absl::string_view name) const {
  for (const HeldRole& role : roles) {
    if (role.name == name) return &role;
  }
  return nullptr;
}

absl::StatusOr<HeldPrivileges> ReadHeldPrivileges(BackendSession& session,
                                                  const std::vector<std::string>& roles) {
  const std::vector<Value> names = {TextArray(roles)};
  HeldPrivileges held;
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> found, ReadRows(session, kRolesSql, names));
  for (const Row& row : found) held.roles.push_back(MakeRole(row));
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> entries, ReadRows(session, kPrivilegesSql, names));
  for (const Row& row : entries) {
    held.privileges.push_back({Text(row[0]), Text(row[1]), Text(row[2]), Text(row[3]), Text(row[4]),
                               Text(row[5]), Text(row[6]), IsTrue(row[7])});
  }
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> members,
                          ReadRows(session, kMembershipsSql, names));
  for (const Row& row : members) held.memberships.push_back({Text(row[0]), Text(row[1])});
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> owned, ReadRows(session, kOwnedSql, names));
  held.owned = MakeObjects(owned);
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> defaults, ReadRows(session, kDefaultsSql, names));
  held.defaults = MakeObjects(defaults);
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> definers, ReadRows(session, kDefinersSql, names));
  held.definer_functions = MakeObjects(definers);
  return held;
}

absl::StatusOr<std::vector<DatabaseFunction>> ReadFunctions(BackendSession& session,
                                                            const Policy& policy) {
  std::vector<DatabaseFunction> functions;
  if (policy.functions().empty()) return functions;
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Row> rows,
                          ReadRows(session, kFunctionsSql, {TextArray(policy.functions())}));
  for (const Row& row : rows) functions.push_back({Text(row[0]), Text(row[1]), Text(row[2])});
  return functions;
}

}  // namespace sudare::review
