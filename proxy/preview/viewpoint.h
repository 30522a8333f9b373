// Viewpoint: from where a policy is looked at. An account of it, on a day, with or without the
// structure of the database.
#ifndef SUDARE_PROXY_PREVIEW_VIEWPOINT_H_
#define SUDARE_PROXY_PREVIEW_VIEWPOINT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"

namespace sudare::preview {

struct Viewpoint {
  std::shared_ptr<const Policy> policy;
  // Lives in `policy`.
  const Account* account = nullptr;
  absl::Time now;
  // nullptr: the database's structure isn't known.
  std::shared_ptr<const CatalogSnapshot> catalog;
};

// kNotFound: the policy has no such account; the message names the nearest.
absl::StatusOr<Viewpoint> ViewpointOf(std::shared_ptr<const Policy> policy,
                                      absl::string_view account, absl::Time now,
                                      std::shared_ptr<const CatalogSnapshot> catalog);

// The start of a day in Japan, by which pledges are looked at. kInvalidArgument: not YYYY-MM-DD.
absl::StatusOr<absl::Time> DayInJapan(absl::string_view text);

// The last day on which the account has a pledge; programs, which need none, and accounts without
// any: the first day of 2000.
absl::Time LastPledgedDay(const Account& account);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_VIEWPOINT_H_
