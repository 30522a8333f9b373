// What a policy says of a database that is not so, and what it leaves unsaid.
#ifndef SUDARE_PROXY_REVIEW_DRIFT_CHECK_H_
#define SUDARE_PROXY_REVIEW_DRIFT_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"
#include "proxy/review/needed_grants.h"

namespace sudare::review {

// Everything outside the system's schemas.
struct DatabaseNames {
  // "schema.relation".
  std::vector<std::string> relations;
  // "schema.function".
  std::vector<std::string> functions;
  std::vector<std::string> roles;
};
absl::StatusOr<DatabaseNames> ReadDatabaseNames(BackendSession& session);

// Pure. Codes: missing-relation, missing-column, missing-function, missing-database-role as errors;
// no-database-role, shared-database-role, unclassified-column, no-columns as warnings; and as a
// note unlisted-relations.
std::vector<Issue> CheckDrift(const Policy& policy, const CatalogSnapshot& catalog,
                              const DatabaseNames& names);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_DRIFT_CHECK_H_
