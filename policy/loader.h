// Loading a policy: text in, an immutable Policy or all that is wrong with it out.
#ifndef SUDARE_POLICY_LOADER_H_
#define SUDARE_POLICY_LOADER_H_

#include <memory>
#include <string>
#include <vector>

#include "policy/issue.h"
#include "policy/policy.h"

namespace sudare {

struct PolicyText {
  // Shown in messages.
  std::string file;
  std::string text;
};

struct LoadResult {
  // Set if and only if no issue is an error.
  std::shared_ptr<const Policy> policy;
  // Errors and warnings, in order of file and line.
  std::vector<Issue> issues;
};

// Parses, merges and validates. Reports all problems at once.
LoadResult LoadPolicyFromSources(const std::vector<PolicyText>& sources);

// Reads `path`: a file, or a folder whose *.textproto files are merged in name order; those named
// *.test.textproto and *.catalog.textproto are left out.
LoadResult LoadPolicy(const std::string& path);

}  // namespace sudare

#endif  // SUDARE_POLICY_LOADER_H_
