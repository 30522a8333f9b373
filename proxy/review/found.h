// Findings of the review, each an Issue.
#ifndef SUDARE_PROXY_REVIEW_FOUND_H_
#define SUDARE_PROXY_REVIEW_FOUND_H_

#include <string>
#include <vector>

#include "policy/issue.h"

namespace sudare::review {

struct Found {
  const char* code;
  // The name of a role of the policy; empty: of all.
  std::string role;
  std::string object;
  std::string message;
  std::string advice;
};

void AddError(const SourcePlace& place, Found found, std::vector<Issue>* issues);
void AddWarning(const SourcePlace& place, Found found, std::vector<Issue>* issues);
void AddNote(const SourcePlace& place, Found found, std::vector<Issue>* issues);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_FOUND_H_
