#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr Utf8Character kMalformed = {0xFFFD, 1, false};

// How many bytes a sequence with this first byte has; 0 for a byte that starts none.
size_t SequenceLength(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

}  // namespace

Utf8Character FirstCharacter(absl::string_view text) {
  const unsigned char first = static_cast<unsigned char>(text[0]);
  const size_t length = SequenceLength(first);
  if (length == 1) return {first, 1, true};
  if (length == 0 || length > text.size()) return kMalformed;
  char32_t code_point = first & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    const unsigned char next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return kMalformed;
    code_point = code_point << 6 | (next & 0x3F);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return kMalformed;
  return {code_point, length, true};
}

size_t FindInvalidUtf8(absl::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const Utf8Character character = FirstCharacter(text.substr(offset));
    if (!character.valid) return offset;
    offset += character.length;
  }
  return absl::string_view::npos;
}

size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(FirstCharacter(text).length);
    ++count;
  }
  return count;
}

}  // namespace sudare
