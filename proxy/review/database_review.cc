#include "proxy/review/database_review.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "policy/base/status_macros.h"
#include "proxy/catalog/loader.h"
#include "proxy/review/drift_check.h"
#include "proxy/review/foreign_key_check.h"
#include "proxy/review/mask_check.h"
#include "proxy/review/view_check.h"

namespace sudare::review {
namespace {

void Append(std::vector<Issue> added, std::vector<Issue>* issues) {
  for (Issue& issue : added) issues->push_back(std::move(issue));
}

}  // namespace

absl::StatusOr<std::vector<Issue>> ReviewDatabase(Backend& backend, const Policy& policy,
                                                  const ReviewOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto catalog, LoadCatalog(backend, "", policy, ExecuteOptions()));
  DatabaseNames names;
  {
    SUDARE_ASSIGN_OR_RETURN(const auto session, backend.Lease("", ExecuteOptions()));
    SUDARE_ASSIGN_OR_RETURN(names, ReadDatabaseNames(*session));
  }
  std::vector<Issue> issues = CheckDrift(policy, *catalog, names);
  Append(CheckMasks(policy, *catalog), &issues);
  Append(CheckForeignKeys(policy, *catalog), &issues);
  SUDARE_ASSIGN_OR_RETURN(std::vector<Issue> views, CheckViews(backend, policy, *catalog));
  Append(std::move(views), &issues);
  if (options.read_data) {
    SUDARE_ASSIGN_OR_RETURN(std::vector<Issue> groups,
                            CheckGroups(backend, policy, *catalog, options.groups));
    Append(std::move(groups), &issues);
  }
  std::stable_sort(issues.begin(), issues.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) <
           std::tie(b.place.file, b.place.line, b.place.column);
  });
  return issues;
}

}  // namespace sudare::review
