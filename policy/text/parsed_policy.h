// ParsedPolicy: all files of a policy read and merged, not yet checked.
#ifndef SUDARE_POLICY_TEXT_PARSED_POLICY_H_
#define SUDARE_POLICY_TEXT_PARSED_POLICY_H_

#include <memory>
#include <vector>

#include "policy/issue.h"
#include "policy/text/place_map.h"
#include "policy/text/source_text.h"
#include "proto/policy.pb.h"

namespace sudare::text {

struct ParsedPolicy {
  // The entries of all files, file after file.
  std::unique_ptr<const v1::Policy> proto;
  PlaceMap places;
  // Whether nothing of the files is missing from `proto`. If not, a name that isn't there may stand
  // in the part that couldn't be read.
  bool complete = true;
};

// Adds syntax errors to `issues`. `complete` is false if there were any.
ParsedPolicy ParsePolicySources(const std::vector<std::shared_ptr<const SourceText>>& sources,
                                std::vector<Issue>* issues);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_PARSED_POLICY_H_
