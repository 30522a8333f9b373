// presence: true where there is a value, false where there is none.
#ifndef SUDARE_POLICY_TRANSFORMS_PRESENCE_H_
#define SUDARE_POLICY_TRANSFORMS_PRESENCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakePresence(ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_PRESENCE_H_
