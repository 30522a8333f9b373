#include "policy/transforms/scrub_characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace sudare {
namespace {

struct CharacterRange {
  char32_t first;
  char32_t last;
  ScrubClass scrub_class;
};

constexpr ScrubClass kDigit = ScrubClass::kDigit;
constexpr ScrubClass kSeparator = ScrubClass::kSeparator;

// Ascending and disjoint. Digits are what compatibility normalisation (NFKC) turns into 0 to 9, the
// kanji numerals, and the Arabic-Indic digits. Separators are white space, hyphens and dashes,
// small punctuation as it is written within numbers, and characters that show nothing.
constexpr CharacterRange kRanges[] = {
    {0x0009, 0x000D, kSeparator},    // tab to carriage return
    {0x0020, 0x0020, kSeparator},    // space
    {0x002C, 0x002F, kSeparator},    // , - . /
    {0x0030, 0x0039, kDigit},        // 0 to 9
    {0x005F, 0x005F, kSeparator},    // _
    {0x0085, 0x0085, kSeparator},    // next line
    {0x00A0, 0x00A0, kSeparator},    // no-break space
    {0x00AD, 0x00AD, kSeparator},    // soft hyphen
    {0x00B2, 0x00B3, kDigit},        // superscript two, three
    {0x00B7, 0x00B7, kSeparator},    // middle dot
    {0x00B9, 0x00B9, kDigit},        // superscript one
    {0x0300, 0x036F, kSeparator},    // combining marks, such as strike-through
    {0x061C, 0x061C, kSeparator},    // Arabic letter mark
    {0x0660, 0x0669, kDigit},        // Arabic-Indic digits
    {0x06F0, 0x06F9, kDigit},        // extended Arabic-Indic digits
    {0x1680, 0x1680, kSeparator},    // Ogham space
    {0x180E, 0x180E, kSeparator},    // Mongolian vowel separator
    {0x2000, 0x2015, kSeparator},    // spaces, zero-width characters, hyphens and dashes
    {0x2024, 0x2024, kSeparator},    // one dot leader
    {0x2027, 0x202F, kSeparator},    // hyphenation point, line separators, direction marks
    {0x2043, 0x2043, kSeparator},    // hyphen bullet
    {0x205F, 0x2064, kSeparator},    // mathematical space, invisible operators
    {0x2066, 0x206F, kSeparator},    // direction marks
    {0x2070, 0x2070, kDigit},        // superscript zero
    {0x2074, 0x2079, kDigit},        // superscript four to nine
    {0x2080, 0x2089, kDigit},        // subscript digits
    {0x20D0, 0x20F0, kSeparator},    // combining marks for symbols, such as keycaps
    {0x2212, 0x2212, kSeparator},    // minus sign
    {0x2460, 0x2468, kDigit},        // circled one to nine
    {0x24EA, 0x24EA, kDigit},        // circled zero
    {0x2500, 0x2501, kSeparator},    // box drawing lines, used as dashes
    {0x3000, 0x3000, kSeparator},    // full-width space
    {0x3007, 0x3007, kDigit},        // kanji zero
    {0x30FB, 0x30FC, kSeparator},    // katakana middle dot, long vowel mark
    {0x4E00, 0x4E00, kDigit},        // kanji one
    {0x4E03, 0x4E03, kDigit},        // seven
    {0x4E09, 0x4E09, kDigit},        // three
    {0x4E5D, 0x4E5D, kDigit},        // nine
    {0x4E8C, 0x4E8C, kDigit},        // two
    {0x4E94, 0x4E94, kDigit},        // five
    {0x516B, 0x516B, kDigit},        // eight
    {0x516D, 0x516D, kDigit},        // six
    {0x56DB, 0x56DB, kDigit},        // four
    {0x96F6, 0x96F6, kDigit},        // zero
    {0xFE00, 0xFE0F, kSeparator},    // variation selectors
    {0xFE31, 0xFE32, kSeparator},    // vertical dashes
    {0xFE58, 0xFE58, kSeparator},    // small em dash
    {0xFE63, 0xFE63, kSeparator},    // small hyphen
    {0xFEFF, 0xFEFF, kSeparator},    // zero-width no-break space
    {0xFF0C, 0xFF0F, kSeparator},    // full-width , - . /
    {0xFF10, 0xFF19, kDigit},        // full-width digits
    {0xFF3F, 0xFF3F, kSeparator},    // full-width _
    {0xFF65, 0xFF65, kSeparator},    // half-width middle dot
    {0xFF70, 0xFF70, kSeparator},    // half-width long vowel mark
    {0x1D7CE, 0x1D7FF, kDigit},      // mathematical digits
    {0x1FBF0, 0x1FBF9, kDigit},      // segmented digits
    {0xE0100, 0xE01EF, kSeparator},  // more variation selectors
};

ScrubClass Find(char32_t code_point) {
  const auto* const range = std::lower_bound(
      std::begin(kRanges), std::end(kRanges), code_point,
      [](const CharacterRange& candidate, char32_t wanted) { return candidate.last < wanted; });
  const bool found = range != std::end(kRanges) && range->first <= code_point;
  return found ? range->scrub_class : ScrubClass::kOther;
}

std::string Escape(char32_t code_point) {
  const auto number = static_cast<uint32_t>(code_point);
  return number <= 0xFFFF ? absl::StrFormat("\\u%04X", number) : absl::StrFormat("\\U%08X", number);
}

}  // namespace

ScrubClass ScrubClassOf(char32_t code_point) {
  static const std::array<ScrubClass, 128>& ascii = *[] {
    auto* const classes = new std::array<ScrubClass, 128>;
    for (char32_t c = 0; c < 128; ++c) (*classes)[c] = Find(c);
    return classes;
  }();
  return code_point < 128 ? ascii[code_point] : Find(code_point);
}

std::string ScrubClassPattern(ScrubClass scrub_class) {
  std::string pattern = "[";
  for (const CharacterRange& range : kRanges) {
    if (range.scrub_class != scrub_class) continue;
    pattern += Escape(range.first);
    if (range.last != range.first) pattern += "-" + Escape(range.last);
  }
  return pattern + "]";
}

}  // namespace sudare
