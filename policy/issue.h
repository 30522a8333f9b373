// Issue: one thing wrong in a policy, or between it and a database, with its place and what would
// be right.
#ifndef SUDARE_POLICY_ISSUE_H_
#define SUDARE_POLICY_ISSUE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/policy.h"

namespace sudare {

struct Issue {
  enum class Severity {
    kError,
    kWarning,
    // Worth knowing, and no reason to change anything.
    kNote,
  };
  Severity severity = Severity::kError;
  // The kind of problem, for programs: "unknown-name", "shadowed-rule", … (docs/policy_check.md).
  // Stable, while words of the message may change.
  std::string code;
  SourcePlace place;
  // Lower case, one line, user text in backticks.
  std::string message;
  // "did you mean `payroll`?", may be empty.
  std::string advice;
  // The line of the file that `place` names; may be empty.
  std::string source_line;
  // Of problems between policy and database: the policy's role, and the schema.table.column,
  // account or other object; may be empty.
  std::string role;
  std::string object;

  // "file:3:12: error: unknown class `pya`\n  <line>\n  <caret>\n  advice".
  std::string ToString() const;
};

// "error", "warning" or "note".
absl::string_view SeverityName(Issue::Severity severity);

bool HasErrors(const std::vector<Issue>& issues);

}  // namespace sudare

#endif  // SUDARE_POLICY_ISSUE_H_
