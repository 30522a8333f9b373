// Numbers replaced by the bracket they fall into: its lower bound, or its name as text.
#ifndef SUDARE_POLICY_TRANSFORMS_NUMBER_BRACKETS_H_
#define SUDARE_POLICY_TRANSFORMS_NUMBER_BRACKETS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

// REQUIRES: IsNumber(type).
absl::StatusOr<std::unique_ptr<const Mask>> MakeNumberBrackets(
    const sudare::v1::Generalize& generalize, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_NUMBER_BRACKETS_H_
