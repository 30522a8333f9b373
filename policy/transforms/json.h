// json: a document cut down to listed paths.
//
// Exact results, and what happens to documents of another shape: docs/masks.md. The type is kept.
#ifndef SUDARE_POLICY_TRANSFORMS_JSON_H_
#define SUDARE_POLICY_TRANSFORMS_JSON_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeJson(const sudare::v1::Json& json, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_JSON_H_
