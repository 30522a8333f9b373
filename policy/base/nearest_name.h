// "did you mean": the known name that a mistyped one most likely stands for.
#ifndef SUDARE_POLICY_BASE_NEAREST_NAME_H_
#define SUDARE_POLICY_BASE_NEAREST_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

// The names within a third of `wanted`'s length (at least one change), nearest first, at most
// `limit`. A change is an insertion, removal or replacement of a character or a swap of two
// neighbours (Damerau 1964, in the "optimal string alignment" form); upper and lower case are
// alike.
std::vector<std::string> NearestNames(absl::string_view wanted,
                                      const std::vector<std::string>& names, size_t limit);

// "did you mean `payroll`?", or empty.
std::string DidYouMean(absl::string_view wanted, const std::vector<std::string>& names);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_NEAREST_NAME_H_
