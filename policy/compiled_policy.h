// The one Policy: a checked policy message turned into value types with look-ups by name.
#ifndef SUDARE_POLICY_COMPILED_POLICY_H_
#define SUDARE_POLICY_COMPILED_POLICY_H_

#include <memory>

#include "policy/policy.h"
#include "policy/text/parsed_policy.h"

namespace sudare {

// REQUIRES: ValidatePolicy(parsed) found no error; otherwise what names something unknown is left
// out or hidden.
std::shared_ptr<const Policy> CompilePolicy(const text::ParsedPolicy& parsed);

// SHA-256, in lower-case hexadecimal, of the policy's canonical form: its deterministic protobuf
// encoding with classes, tables, roles, accounts, staff, functions and organizations in name order.
// Comments, layout and the cut into files don't change it; everything else does, the order of rules
// and of columns included.
std::string PolicyHash(const sudare::v1::Policy& policy);

}  // namespace sudare

#endif  // SUDARE_POLICY_COMPILED_POLICY_H_
