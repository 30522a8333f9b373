#include "policy/checks/findings.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace sudare::checks {
namespace {

constexpr size_t kMaxIssues = 1000;

}  // namespace

void Findings::Error(const char* code, const Spot& spot, std::string message, std::string advice) {
  Add(Issue::Severity::kError, code, spot, std::move(message), std::move(advice));
}

void Findings::Warning(const char* code, const Spot& spot, std::string message,
                       std::string advice) {
  Add(Issue::Severity::kWarning, code, spot, std::move(message), std::move(advice));
}

void Findings::Missing(const char* code, const Spot& spot, std::string message,
                       std::string advice) {
  if (complete()) Error(code, spot, std::move(message), std::move(advice));
}

bool Findings::Full() const { return issues_.size() >= kMaxIssues; }

void Findings::Add(Issue::Severity severity, const char* code, const Spot& spot,
                   std::string message, std::string advice) {
  if (Full()) {
    ++dropped_;
    return;
  }
  issues_.push_back(parsed_.places.IssueAt(spot.message, spot.field, spot.index, std::move(message),
                                           std::move(advice)));
  issues_.back().severity = severity;
  issues_.back().code = code;
}

std::vector<Issue> Findings::Take() {
  if (dropped_ > 0) {
    // An error, whatever was dropped: it may have been one.
    Issue issue;
    issue.code = "too-many";
    issue.message = absl::StrCat(dropped_, " more problems are not shown");
    issues_.push_back(std::move(issue));
    dropped_ = 0;
  }
  return std::move(issues_);
}

}  // namespace sudare::checks
