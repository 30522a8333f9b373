// scrub: text in which runs of digits long enough to be a personal number are replaced.
//
// What counts as a digit or as a separator between digits: docs/masks.md. The result is text.
#ifndef SUDARE_POLICY_TRANSFORMS_SCRUB_H_
#define SUDARE_POLICY_TRANSFORMS_SCRUB_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeScrub(const sudare::v1::Scrub& scrub,
                                                      ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_SCRUB_H_
