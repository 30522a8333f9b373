// Which script a character belongs to.
#ifndef SUDARE_PROXY_DISCOVER_SCRIPT_H_
#define SUDARE_PROXY_DISCOVER_SCRIPT_H_

namespace sudare::discover {

// With 々〆〇ヶ's small kin that stand among kanji in names, the supplementary planes, and the
// variation selectors that pick one of several forms.
inline bool IsKanji(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) || c == U'々' ||
         c == U'〆' || c == U'〇' || (c >= 0xE0100 && c <= 0xE01EF);
}

inline bool IsHiragana(char32_t c) { return c >= 0x3041 && c <= 0x309F; }

inline bool IsHalfWidthKana(char32_t c) { return c >= 0xFF66 && c <= 0xFF9F; }

// Full-width or half-width, with the long vowel mark.
inline bool IsKatakana(char32_t c) {
  return (c >= 0x30A1 && c <= 0x30FA) || c == U'ー' || IsHalfWidthKana(c);
}

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_SCRIPT_H_
