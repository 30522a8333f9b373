// Which characters scrub takes for digits, and which it looks past between two digits.
//
// One table serves both forms of the mask, so that they can't drift apart.
#ifndef SUDARE_POLICY_TRANSFORMS_SCRUB_CHARACTERS_H_
#define SUDARE_POLICY_TRANSFORMS_SCRUB_CHARACTERS_H_

#include <string>

namespace sudare {

enum class ScrubClass { kOther, kDigit, kSeparator };

ScrubClass ScrubClassOf(char32_t code_point);

// A bracket expression of PostgreSQL's regular expressions that matches exactly that class, in
// plain ASCII. REQUIRES: not kOther.
std::string ScrubClassPattern(ScrubClass scrub_class);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_SCRUB_CHARACTERS_H_
