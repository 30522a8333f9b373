// What database roles hold against what they need: any difference is an issue, with the statement
// that ends it as its advice.
#ifndef SUDARE_PROXY_REVIEW_GRANT_COMPARISON_H_
#define SUDARE_PROXY_REVIEW_GRANT_COMPARISON_H_

#include <vector>

#include "policy/issue.h"
#include "proxy/review/held_privileges.h"
#include "proxy/review/needed_grants.h"

namespace sudare::review {

// Pure. Codes: missing-role, missing-grant, excess-grant, excess-attribute, excess-membership,
// excess-ownership, excess-default; and as a warning definer-function.
std::vector<Issue> CompareGrants(const Policy& policy, const std::vector<NeededGrants>& all,
                                 const HeldPrivileges& held);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_GRANT_COMPARISON_H_
