// Texts that match a regular expression, as far as check constraints use them: characters, classes,
// groups, alternatives, repetition and anchors.
#ifndef SUDARE_PROXY_PROVE_PATTERN_TEXT_H_
#define SUDARE_PROXY_PROVE_PATTERN_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "proxy/prove/random.h"

namespace sudare::prove {

// Unset: the expression holds something else.
std::optional<std::string> TextLike(absl::string_view pattern, Random& random);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_PATTERN_TEXT_H_
