// tokenize: marks a column whose values become tokens. Tokens need a key and have no SQL form: see
// policy/token.h.
#ifndef SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_
#define SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeTokenize(ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_
