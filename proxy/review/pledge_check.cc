#include "proxy/review/pledge_check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "proxy/review/found.h"

namespace sudare::review {

std::vector<Issue> CheckPledges(const Policy& policy, absl::CivilDay day) {
  std::vector<Issue> issues;
  for (const Account& account : policy.accounts()) {
    if (account.pledges.empty() || account.HasPledgeOn(day)) continue;
    const auto last = std::max_element(
        account.pledges.begin(), account.pledges.end(),
        [](const Pledge& a, const Pledge& b) { return a.expires_on < b.expires_on; });
    const std::string when =
        last->expires_on < day
            ? absl::StrCat("the last one expired on ", absl::FormatCivilTime(last->expires_on))
            : absl::StrCat("one begins on ", absl::FormatCivilTime(last->signed_on));
    AddWarning(account.place,
               {"no-valid-pledge", account.role == nullptr ? "" : account.role->name, account.name,
                absl::StrCat("account ", Quoted(account.name), " has no pledge that is valid on ",
                             absl::FormatCivilTime(day),
                             account.ToleratedPledge(day) == nullptr ? ": it is refused"
                                                                     : ": it works with a warning"),
                absl::StrCat(when, "; add a new one, or remove the account")},
               &issues);
  }
  return issues;
}

}  // namespace sudare::review
