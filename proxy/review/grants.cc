#include "proxy/review/grants.h"

#include <memory>

#include "policy/base/status_macros.h"
#include "proxy/catalog/loader.h"
#include "proxy/review/grant_comparison.h"
#include "proxy/review/grants_script.h"
#include "proxy/review/held_privileges.h"

namespace sudare::review {
namespace {

absl::StatusOr<std::vector<NeededGrants>> ReadNeededGrants(Backend& backend, const Policy& policy,
                                                           const GrantOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto catalog, LoadCatalog(backend, "", policy, ExecuteOptions()));
  SUDARE_ASSIGN_OR_RETURN(const auto session, backend.Lease("", ExecuteOptions()));
  SUDARE_ASSIGN_OR_RETURN(const auto functions, ReadFunctions(*session, policy));
  return FindNeededGrants(policy, *catalog, functions, options);
}

}  // namespace

absl::StatusOr<std::string> WriteGrants(Backend& backend, const Policy& policy,
                                        const GrantOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto all, ReadNeededGrants(backend, policy, options));
  return GrantsScript(all);
}

absl::StatusOr<std::vector<Issue>> CheckGrants(Backend& backend, const Policy& policy,
                                               const GrantOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto all, ReadNeededGrants(backend, policy, options));
  std::vector<std::string> names;
  for (const NeededGrants& needed : all) names.push_back(needed.database_role);
  SUDARE_ASSIGN_OR_RETURN(const auto session, backend.Lease("", ExecuteOptions()));
  SUDARE_ASSIGN_OR_RETURN(const HeldPrivileges held, ReadHeldPrivileges(*session, names));
  return CompareGrants(policy, all, held);
}

}  // namespace sudare::review
