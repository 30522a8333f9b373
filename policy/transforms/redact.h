// redact: NULL, or a constant of the column's type for every row, those without a value too.
//
// The SQL form never mentions the column, so it needs no privilege on it. A char(n) column becomes
// text.
#ifndef SUDARE_POLICY_TRANSFORMS_REDACT_H_
#define SUDARE_POLICY_TRANSFORMS_REDACT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeRedact(const sudare::v1::Redact& redact,
                                                       ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_REDACT_H_
