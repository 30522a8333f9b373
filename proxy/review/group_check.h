// Masks that keep too much for the data at hand: how many rows share what a mask leaves.
//
// A birth year that one person has names that person. For each role and table the coarse columns
// (generalize, partial) are counted, one by one and together, over the rows that the role sees.
#ifndef SUDARE_PROXY_REVIEW_GROUP_CHECK_H_
#define SUDARE_PROXY_REVIEW_GROUP_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

struct GroupOptions {
  // Groups of fewer rows are told.
  int64_t min_group = 5;
  // Unmasked columns of these classes are counted together with the coarse ones.
  std::vector<std::string> combined_classes;
};

// Counts only; no value leaves the database. Codes: small-groups, and data-not-read where a table
// can't be read; both warnings. Errors: the database is away.
absl::StatusOr<std::vector<Issue>> CheckGroups(Backend& backend, const Policy& policy,
                                               const CatalogSnapshot& catalog,
                                               const GroupOptions& options);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_GROUP_CHECK_H_
