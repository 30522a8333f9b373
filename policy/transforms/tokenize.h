// tokenize: marks a column whose values become tokens. Tokens need a key and have no SQL form: see
// policy/token.h. Tokens are text, but digits made of integers, which are int4 or int8.
#ifndef SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_
#define SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "policy/mask.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeTokenize(const sudare::v1::Tokenize& tokenize,
                                                         ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_TOKENIZE_H_
