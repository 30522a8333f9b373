// Numbers cut to the multiple of a bucket at or below them. The type is kept.
#ifndef SUDARE_POLICY_TRANSFORMS_NUMBER_BUCKET_H_
#define SUDARE_POLICY_TRANSFORMS_NUMBER_BUCKET_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

// REQUIRES: IsNumber(type).
absl::StatusOr<std::unique_ptr<const Mask>> MakeNumberBucket(
    const sudare::v1::Generalize& generalize, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_NUMBER_BUCKET_H_
