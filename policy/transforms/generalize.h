// generalize: dates cut to year, month or fiscal year; numbers to buckets or brackets.
#ifndef SUDARE_POLICY_TRANSFORMS_GENERALIZE_H_
#define SUDARE_POLICY_TRANSFORMS_GENERALIZE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeGeneralize(const sudare::v1::Generalize& generalize,
                                                           ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_GENERALIZE_H_
