// hide: the column is not there.
#ifndef SUDARE_POLICY_TRANSFORMS_HIDE_H_
#define SUDARE_POLICY_TRANSFORMS_HIDE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeHide(ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_HIDE_H_
