// Issue: one thing wrong in a policy, with its place and what would be right.
#ifndef SUDARE_POLICY_ISSUE_H_
#define SUDARE_POLICY_ISSUE_H_

#include <string>
#include <vector>

#include "policy/policy.h"

namespace sudare {

struct Issue {
  enum class Severity { kError, kWarning };
  Severity severity = Severity::kError;
  SourcePlace place;
  // Lower case, one line, user text in backticks.
  std::string message;
  // "did you mean `payroll`?", may be empty.
  std::string advice;
  // The line of the file that `place` names; may be empty.
  std::string source_line;

  // "file:3:12: error: unknown class `pya`\n  <line>\n  <caret>\n  advice".
  std::string ToString() const;
};

bool HasErrors(const std::vector<Issue>& issues);

}  // namespace sudare

#endif  // SUDARE_POLICY_ISSUE_H_
