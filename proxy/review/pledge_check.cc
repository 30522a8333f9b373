#include "proxy/review/pledge_check.h"

#include <algorithm>
#include <optional>

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

std::vector<Issue> CheckReports(const Policy& policy, absl::CivilDay day) {
  std::vector<Issue> issues;
  for (const Organization& organization : policy.organizations()) {
    const std::optional<absl::CivilDay> due = organization.ReportDue(day);
    const bool is_overdue = organization.IsReportOverdue(day);
    if (!is_overdue && *due - day > kReportSoonDays) continue;
    const std::string name = Quoted(organization.name);
    std::string message;
    if (!due.has_value()) {
      message = absl::StrCat("organization ", name, " has no report on security");
    } else {
      message =
          absl::StrCat("the report on security of organization ", name,
                       is_overdue ? " was due on " : " is due on ", absl::FormatCivilTime(*due));
    }
    absl::StrAppend(&message, organization.overdue_report_blocks
                                  ? ": without one its accounts are refused"
                                  : ": without one its windows are approved with a remark only");
    AddWarning(organization.place,
               {is_overdue ? "report-overdue" : "report-due-soon", "", organization.name, message,
                "have it handed in, and add `security_report { date }`"},
               &issues);
  }
  return issues;
}

}  // namespace sudare::review
