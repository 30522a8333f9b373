// Whether the masks and row filters of a policy can be applied to the columns they meet.
#ifndef SUDARE_PROXY_REVIEW_MASK_CHECK_H_
#define SUDARE_PROXY_REVIEW_MASK_CHECK_H_

#include <vector>

#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

// Pure. Codes: mask-misfit and bad-row-filter as errors; hidden-type (the column's type is outside
// the closed list, so that it is hidden whatever the rule says) and only-redacted (a role sees
// nothing of a relation but redacted columns, so that its database role can't even count rows) as
// warnings.
std::vector<Issue> CheckMasks(const Policy& policy, const CatalogSnapshot& catalog);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_MASK_CHECK_H_
