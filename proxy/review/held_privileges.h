// HeldPrivileges: what roles of a database hold, as its system catalogs say.
#ifndef SUDARE_PROXY_REVIEW_HELD_PRIVILEGES_H_
#define SUDARE_PROXY_REVIEW_HELD_PRIVILEGES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/backend/backend.h"
#include "proxy/review/needed_grants.h"

namespace sudare::review {

struct HeldRole {
  std::string name;
  bool can_log_in = false;
  bool inherits = false;
  bool is_read_only = false;
  // "SUPERUSER", "BYPASSRLS", …: what no role of the proxy needs.
  std::vector<std::string> attributes;
};

// One entry of an access control list.
struct HeldPrivilege {
  // What it is on, as in GRANT … ON: "TABLE", "SEQUENCE", "SCHEMA", "FUNCTION", "DATABASE".
  std::string kind;
  std::string schema;
  // Of a relation; of a function its name.
  std::string name;
  // Of a function its argument types.
  std::string arguments;
  // Empty: on the whole.
  std::string column;
  // Empty: PUBLIC.
  std::string grantee;
  // "SELECT", "USAGE", …
  std::string privilege;
  bool with_grant_option = false;
};

struct HeldMembership {
  std::string role;
  std::string member;
};

struct HeldObject {
  std::string role;
  // "table payroll.employees", as PostgreSQL describes it.
  std::string object;
};

struct HeldPrivileges {
  std::vector<HeldRole> roles;
  std::vector<HeldPrivilege> privileges;
  std::vector<HeldMembership> memberships;
  std::vector<HeldObject> owned;
  // Privileges on tables and schemas that are yet to be made: `object` says whose.
  std::vector<HeldObject> defaults;
  // Functions that run with their owner's privileges and that the role may call.
  std::vector<HeldObject> definer_functions;

  const HeldRole* FindRole(absl::string_view name) const;
};

// Of the roles named, and of PUBLIC on relations outside the system's schemas. Any role of the
// database may read this. Errors: those of Backend.
absl::StatusOr<HeldPrivileges> ReadHeldPrivileges(BackendSession& session,
                                                  const std::vector<std::string>& roles);

// The overloads of the policy's functions that the database has.
absl::StatusOr<std::vector<DatabaseFunction>> ReadFunctions(BackendSession& session,
                                                            const Policy& policy);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_HELD_PRIVILEGES_H_
