// partial: the first and last characters (Unicode code points) of a text around a fill of fixed
// length.
//
// The result is text. A value no longer than what would be kept is all fill. Other types than text
// are cast to text first, as PostgreSQL casts them; trailing blanks of char(n) don't count.
#ifndef SUDARE_POLICY_TRANSFORMS_PARTIAL_H_
#define SUDARE_POLICY_TRANSFORMS_PARTIAL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakePartial(const sudare::v1::Partial& partial,
                                                        ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_PARTIAL_H_
