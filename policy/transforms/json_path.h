// The listed paths of a json mask, merged into one tree.
#ifndef SUDARE_POLICY_TRANSFORMS_JSON_PATH_H_
#define SUDARE_POLICY_TRANSFORMS_JSON_PATH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

// What is kept of a value.
struct JsonKeep {
  struct Member {
    std::string key;
    std::unique_ptr<JsonKeep> keep;
  };

  // The whole value; then nothing else is set.
  bool whole = false;
  // Of an object: these members, ordered by length of the key in bytes, then by bytes, as jsonb
  // orders them.
  std::vector<Member> members;
  // Of an array: this of each element. nullptr: arrays are dropped.
  std::unique_ptr<JsonKeep> elements;
};

// Reads paths such as "$.form_version", "$.lines[*].code", "$.\"form version\"". A path that goes
// through another one's end adds nothing to it. kInvalidArgument: no paths, a path that can't be
// read, or "$" alone, which would keep everything.
absl::StatusOr<std::unique_ptr<const JsonKeep>> ParseJsonPaths(
    const std::vector<std::string>& paths);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_JSON_PATH_H_
