// How many columns text takes on a terminal: Japanese characters are two columns wide.
#ifndef SUDARE_POLICY_BASE_DISPLAY_WIDTH_H_
#define SUDARE_POLICY_BASE_DISPLAY_WIDTH_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace sudare {

// Columns of one character: 2 for Wide and Fullwidth ones of Unicode's East Asian Width (UAX #11),
// 0 for combining marks, variation selectors and zero-width characters, otherwise 1. Ambiguous ones
// count 1, as terminals show them outside of legacy encodings. Independent of the locale, which
// wcwidth() isn't.
int DisplayWidth(char32_t code_point);

// Columns of UTF-8 text; a malformed byte counts 1.
size_t DisplayWidth(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_DISPLAY_WIDTH_H_
