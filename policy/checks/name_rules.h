// How names and dates in a policy may look.
#ifndef SUDARE_POLICY_CHECKS_NAME_RULES_H_
#define SUDARE_POLICY_CHECKS_NAME_RULES_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "policy/checks/findings.h"

namespace sudare::checks {

// [a-z][a-z0-9_]*, or without underscores.
bool IsLowerCaseWord(absl::string_view name, bool underscores);

// "schema.table" or "schema.function": two names of PostgreSQL (1 to 63 bytes each) and one dot
// between.
bool IsSchemaQualified(absl::string_view name);

// Whether PostgreSQL may have stored a name like this: 1 to 63 bytes.
bool IsIdentifier(absl::string_view name);

// A name of a role, account or member of staff: set, at most 128 bytes, no blanks at its ends.
// `what` is "role" etc.
void CheckFreeName(const Spot& spot, absl::string_view what, absl::string_view name,
                   Findings* findings);

// A date of a `what`, written in the field `name`: set, and a day that exists; else nullopt.
std::optional<absl::CivilDay> CheckDate(const Spot& spot, absl::string_view what,
                                        absl::string_view name, const std::string& text,
                                        Findings* findings);

// Reports names that are declared twice, at the second.
class Duplicates {
 public:
  // `what` is "class" etc.
  Duplicates(absl::string_view what, Findings* findings) : what_(what), findings_(findings) {}

  // Empty names are no duplicates of each other.
  void Add(const Spot& spot, absl::string_view name);

 private:
  const absl::string_view what_;
  Findings* const findings_;
  absl::flat_hash_map<std::string, const google::protobuf::Message*> seen_;
};

}  // namespace sudare::checks

#endif  // SUDARE_POLICY_CHECKS_NAME_RULES_H_
