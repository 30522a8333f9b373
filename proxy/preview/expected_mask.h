// A mask as tests of a policy name it: "partial", or "partial { keep_last: 3 }".
#ifndef SUDARE_PROXY_PREVIEW_EXPECTED_MASK_H_
#define SUDARE_PROXY_PREVIEW_EXPECTED_MASK_H_

#include <string>

#include "absl/status/status.h"
#include "policy/policy.h"

namespace sudare::preview {

// kInvalidArgument: no mask is called so, or its settings don't read. Empty is any mask.
absl::Status CheckExpectedMask(const std::string& expected);

// Whether `mask` ("hide", …), which `rule` (may be null) decided, is what is expected.
bool IsExpectedMask(const std::string& expected, const std::string& mask, const Rule* rule);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_EXPECTED_MASK_H_
