// Which masks fit which types.
#ifndef SUDARE_POLICY_TRANSFORMS_FIT_H_
#define SUDARE_POLICY_TRANSFORMS_FIT_H_

#include "absl/status/status.h"
#include "policy/mask.h"
#include "policy/value.h"

namespace sudare {

bool Fits(MaskKind kind, ColumnType type);

// kInvalidArgument: `kind` doesn't fit; the message names the masks that do.
absl::Status CheckFit(MaskKind kind, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_FIT_H_
