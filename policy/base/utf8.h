// UTF-8, one character (Unicode code point) at a time.
#ifndef SUDARE_POLICY_BASE_UTF8_H_
#define SUDARE_POLICY_BASE_UTF8_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace sudare {

// One character at the start of a text.
struct Utf8Character {
  // U+FFFD if the bytes are not well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at
  // most U+10FFFF).
  char32_t code_point = 0;
  // Bytes taken, at least 1 for a text that isn't empty. A malformed byte is taken alone.
  size_t length = 0;
  bool valid = false;
};

// The first character of `text`, which must not be empty.
Utf8Character FirstCharacter(absl::string_view text);

// Offset of the first byte that is no part of well-formed UTF-8; npos if there is none.
size_t FindInvalidUtf8(absl::string_view text);

// Number of characters; each malformed byte counts as one.
size_t CountCharacters(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_UTF8_H_
