// NeededGrants: what a database role has to hold for the statements that the proxy sends, and
// nothing more.
//
// A column is needed if the expression of its mask reads it (redact does not), if it is a token, or
// if a row filter of the role names it. The rewriter reads no others: keys for GROUP BY and for the
// order of rows are used only where the account sees them. Views that are listed without columns
// need nothing themselves, for statements name the tables below them.
#ifndef SUDARE_PROXY_REVIEW_NEEDED_GRANTS_H_
#define SUDARE_PROXY_REVIEW_NEEDED_GRANTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

// A function that the policy adds to the closed list, one entry an overload.
struct DatabaseFunction {
  std::string schema;
  std::string name;
  // Its types as SQL: "pg_catalog.text, payroll.kind".
  std::string arguments;
};

struct NeededRelation {
  std::string schema;
  std::string name;
  // In the order of the database.
  std::vector<std::string> columns;
};

struct NeededGrants {
  std::string database_role;
  // The policy's roles that work as it; none for the proxy's own roles.
  std::vector<const Role*> roles;
  // The role that the proxy logs in as: it may become the others, and inherits nothing.
  bool logs_in = false;
  std::vector<std::string> member_of;
  // In name order.
  std::vector<std::string> schemas;
  // In the order of the policy.
  std::vector<NeededRelation> relations;
  std::vector<DatabaseFunction> functions;

  const NeededRelation* Find(absl::string_view schema, absl::string_view relation) const;
};

struct GrantOptions {
  // Both may be empty: then nothing is said of them.
  std::string proxy_role;
  std::string catalog_role;
};

// For the proxy's roles first, then for each database role that the policy names.
//
// Lifetime: points into `policy`.
// kInvalidArgument: a role names no database role. kFailedPrecondition: a row filter can't be
// applied.
absl::StatusOr<std::vector<NeededGrants>> FindNeededGrants(
    const Policy& policy, const CatalogSnapshot& catalog,
    const std::vector<DatabaseFunction>& functions, const GrantOptions& options);

// The columns of a relation that the role sees in some form, and those among them and in its row
// filters whose values are read.
struct RelationReads {
  bool is_visible = false;
  std::vector<std::string> columns;
};
absl::StatusOr<RelationReads> FindReads(const Policy& policy, const Role& role,
                                        const CatalogRelation& relation);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_NEEDED_GRANTS_H_
