// Views that show more than the tables below them, or that nobody can query.
#ifndef SUDARE_PROXY_REVIEW_VIEW_CHECK_H_
#define SUDARE_PROXY_REVIEW_VIEW_CHECK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"
#include "proxy/review/view_origins.h"

namespace sudare::review {

// Pure. Codes: view-shows-more (a column's mask tells something that the mask of a column it is
// made of doesn't) and invoker-view (it reads with the privileges of who asks, who has none on the
// tables) as errors; view-not-traced as a warning; view-unfiltered (the role's row filters on the
// tables don't reach through it) as a note.
std::vector<Issue> CompareView(const Policy& policy, const CatalogRelation& view,
                               const ViewOrigins& origins);

// Of a view that is listed without columns. Pure. Code: view-refused, a warning: it can't be
// expanded, or reads what nobody can see.
std::vector<Issue> CheckExpandedView(const Policy& policy, const CatalogRelation& view,
                                     const ViewOrigins& origins);

// Of all views of the catalog that the policy lists.
absl::StatusOr<std::vector<Issue>> CheckViews(Backend& backend, const Policy& policy,
                                              const CatalogSnapshot& catalog);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_VIEW_CHECK_H_
