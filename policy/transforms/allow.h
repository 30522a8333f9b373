// allow: the value itself.
#ifndef SUDARE_POLICY_TRANSFORMS_ALLOW_H_
#define SUDARE_POLICY_TRANSFORMS_ALLOW_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeAllow(ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_ALLOW_H_
