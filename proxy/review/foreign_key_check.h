// Foreign keys whose two ends do not share a mask: who joins them reads the one by the other, a
// token by the value in clear.
#ifndef SUDARE_PROXY_REVIEW_FOREIGN_KEY_CHECK_H_
#define SUDARE_PROXY_REVIEW_FOREIGN_KEY_CHECK_H_

#include <vector>

#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

// Errors with the code linkable-columns, one for each role and pair of columns. A column that is
// hidden or redacted, or of which presence alone is shown, links to nothing. Pure.
std::vector<Issue> CheckForeignKeys(const Policy& policy, const CatalogSnapshot& catalog);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_FOREIGN_KEY_CHECK_H_
