// `sudare policy check --database`: a policy that reads well, held against a database.
#ifndef SUDARE_PROXY_REVIEW_DATABASE_REVIEW_H_
#define SUDARE_PROXY_REVIEW_DATABASE_REVIEW_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/review/group_check.h"

namespace sudare::review {

struct ReviewOptions {
  // Count groups in the tables; the role needs SELECT on them then.
  bool read_data = true;
  GroupOptions groups;
};

// All that the checks of this folder find, in the order of the policy's places. Errors: those of
// Backend.
absl::StatusOr<std::vector<Issue>> ReviewDatabase(Backend& backend, const Policy& policy,
                                                  const ReviewOptions& options);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_DATABASE_REVIEW_H_
