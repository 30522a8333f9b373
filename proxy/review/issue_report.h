// Findings as text for people and as JSON for programs.
#ifndef SUDARE_PROXY_REVIEW_ISSUE_REPORT_H_
#define SUDARE_PROXY_REVIEW_ISSUE_REPORT_H_

#include <string>
#include <vector>

#include "policy/issue.h"

namespace sudare::review {

struct IssueCounts {
  size_t errors = 0;
  size_t warnings = 0;
  size_t notes = 0;

  // "2 errors, 1 warnings, 0 notes"; notes only if there are any.
  std::string ToString() const;
};
IssueCounts CountIssues(const std::vector<Issue>& issues);

// Warnings become errors.
void MakeStrict(std::vector<Issue>* issues);

// Each as Issue::ToString() has it, on lines of its own.
std::string IssuesAsText(const std::vector<Issue>& issues);

// {"errors":…,"warnings":…,"notes":…,"policy":…,"findings":[…]}, in docs/policy_check.md.
// `policy` is the policy's hash, empty if it has errors of its own.
std::string IssuesAsJson(const std::vector<Issue>& issues, const std::string& policy);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_ISSUE_REPORT_H_
