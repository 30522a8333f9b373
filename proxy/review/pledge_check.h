// What has lapsed: accounts whose pledges are all over, or have not begun. (That an account has
// none at all is found without a calendar, by policy/checks.)
#ifndef SUDARE_PROXY_REVIEW_PLEDGE_CHECK_H_
#define SUDARE_PROXY_REVIEW_PLEDGE_CHECK_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "policy/issue.h"
#include "policy/policy.h"

namespace sudare::review {

// Warnings with the code no-valid-pledge. Pure.
std::vector<Issue> CheckPledges(const Policy& policy, absl::CivilDay day);

// Organizations that owe their report on security, or will within kReportSoonDays. Warnings with
// the codes report-overdue and report-due-soon. Pure.
constexpr int kReportSoonDays = 30;
std::vector<Issue> CheckReports(const Policy& policy, absl::CivilDay day);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_PLEDGE_CHECK_H_
