// Validator: everything that can be wrong in a policy that reads well, found without a database.
#ifndef SUDARE_POLICY_VALIDATOR_H_
#define SUDARE_POLICY_VALIDATOR_H_

#include <vector>

#include "policy/issue.h"
#include "policy/text/parsed_policy.h"

namespace sudare {

// All problems at once, at most 1000. Whether a mask fits the type of its column isn't known here:
// the catalog asks MakeMask once it has the types. Of a policy that isn't complete, names that seem
// missing or unknown aren't reported.
std::vector<Issue> ValidatePolicy(const text::ParsedPolicy& parsed);

}  // namespace sudare

#endif  // SUDARE_POLICY_VALIDATOR_H_
