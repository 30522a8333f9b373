// The order of masks by what they tell of a value: the one place that knows which of two shows
// more.
//
// A mask shows at most what another shows if its result can be computed from the other's result,
// whatever the value (but for dates and numbers at the ends of their types, which `generalize`
// makes NULL). The order is partial: year and fiscal year, or the first and the last three
// characters, each tell something that the other doesn't. A property test holds it against what the
// masks do.
//
// What is told is told of values. Whether there is such a column isn't: `hide` and `redact` are
// equal here, and so is a rule without a mask.
//
// Tokens are compared by who can tell that two of them stand for one value: a narrower scope shows
// less, opaque tokens show less than those of digits, which keep the length. Tokens of different
// domains aren't comparable.
#ifndef SUDARE_POLICY_MASK_STRENGTH_H_
#define SUDARE_POLICY_MASK_STRENGTH_H_

#include "proto/policy.pb.h"

namespace sudare {

// Whether the mask of `shown` tells nothing that the mask of `limit` doesn't.
bool ShowsAtMost(const sudare::v1::Rule& shown, const sudare::v1::Rule& limit);

enum class MaskOrder {
  kEqual,
  // Shows less.
  kStronger,
  // Shows more.
  kWeaker,
  // Each shows something that the other hides.
  kIncomparable,
};

// How the mask of `a` is, seen from that of `b`.
MaskOrder CompareMasks(const sudare::v1::Rule& a, const sudare::v1::Rule& b);

}  // namespace sudare

#endif  // SUDARE_POLICY_MASK_STRENGTH_H_
