// `sudare policy grants`: what the roles of a policy need in a database, and whether they hold it.
#ifndef SUDARE_PROXY_REVIEW_GRANTS_H_
#define SUDARE_PROXY_REVIEW_GRANTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/review/needed_grants.h"

namespace sudare::review {

// The statements. Errors: those of FindNeededGrants and Backend. Needs no privilege on data.
absl::StatusOr<std::string> WriteGrants(Backend& backend, const Policy& policy,
                                        const GrantOptions& options);

// The differences. Errors as above.
absl::StatusOr<std::vector<Issue>> CheckGrants(Backend& backend, const Policy& policy,
                                               const GrantOptions& options);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_GRANTS_H_
