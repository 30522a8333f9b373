// Dates and timestamps cut to the start of a year, month or fiscal year (April to March). The type
// is kept.
#ifndef SUDARE_POLICY_TRANSFORMS_GENERALIZE_DATE_H_
#define SUDARE_POLICY_TRANSFORMS_GENERALIZE_DATE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

// REQUIRES: IsDateLike(type).
absl::StatusOr<std::unique_ptr<const Mask>> MakeDateGeneralize(
    const sudare::v1::Generalize& generalize, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_GENERALIZE_DATE_H_
