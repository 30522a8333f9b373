#include "proxy/preview/viewpoint.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/civil_date.h"

namespace sudare::preview {
namespace {

absl::Time StartOf(absl::CivilDay day) {
  return absl::FromCivil(day, absl::FixedTimeZone(9 * 60 * 60));
}

}  // namespace

absl::StatusOr<Viewpoint> ViewpointOf(std::shared_ptr<const Policy> policy,
                                      absl::string_view account, absl::Time now,
                                      std::shared_ptr<const CatalogSnapshot> catalog) {
  const Account* found = policy->FindAccount(account);
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const Account& known : policy->accounts()) names.push_back(known.name);
    const std::string advice = DidYouMean(account, names);
    return absl::NotFoundError(absl::StrCat("the policy has no account ", Quoted(account),
                                            advice.empty() ? "" : "; ", advice));
  }
  return Viewpoint{std::move(policy), found, now, std::move(catalog)};
}

absl::StatusOr<absl::Time> DayInJapan(absl::string_view text) {
  const std::optional<absl::CivilDay> day = ParseCivilDate(text);
  if (!day) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quoted(text), " is no date: write it as YYYY-MM-DD"));
  }
  return StartOf(*day);
}

absl::Time LastPledgedDay(const Account& account) {
  absl::CivilDay last(2000, 1, 1);
  if (account.is_program) return StartOf(last);
  for (const Pledge& pledge : account.pledges) last = std::max(last, pledge.expires_on);
  return StartOf(last);
}

}  // namespace sudare::preview
