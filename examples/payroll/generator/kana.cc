#include "examples/payroll/generator/kana.h"

namespace sudare::example {
namespace {

// U+30A1 and on.
constexpr const char* kHalfWidth[] = {
    "ｱ",  "ｱ",  "ｲ", "ｲ",  "ｳ",  "ｳ",  "ｴ",  "ｴ",  "ｵ",  "ｵ",  "ｶ",  "ｶﾞ", "ｷ",  "ｷﾞ",
    "ｸ",  "ｸﾞ", "ｹ", "ｹﾞ", "ｺ",  "ｺﾞ", "ｻ",  "ｻﾞ", "ｼ",  "ｼﾞ", "ｽ",  "ｽﾞ", "ｾ",  "ｾﾞ",
    "ｿ",  "ｿﾞ", "ﾀ", "ﾀﾞ", "ﾁ",  "ﾁﾞ", "ﾂ",  "ﾂ",  "ﾂﾞ", "ﾃ",  "ﾃﾞ", "ﾄ",  "ﾄﾞ", "ﾅ",
    "ﾆ",  "ﾇ",  "ﾈ", "ﾉ",  "ﾊ",  "ﾊﾞ", "ﾊﾟ", "ﾋ",  "ﾋﾞ", "ﾋﾟ", "ﾌ",  "ﾌﾞ", "ﾌﾟ", "ﾍ",
    "ﾍﾞ", "ﾍﾟ", "ﾎ", "ﾎﾞ", "ﾎﾟ", "ﾏ",  "ﾐ",  "ﾑ",  "ﾒ",  "ﾓ",  "ﾔ",  "ﾔ",  "ﾕ",  "ﾕ",
    "ﾖ",  "ﾖ",  "ﾗ", "ﾘ",  "ﾙ",  "ﾚ",  "ﾛ",  "ﾜ",  "ﾜ",  "ヰ", "ヱ", "ｦ",  "ﾝ",  "ｳﾞ"};
constexpr int kFirst = 0x30A1;
constexpr int kCount = sizeof(kHalfWidth) / sizeof(kHalfWidth[0]);

int SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

// The code point of a three-byte sequence.
int CodePoint(absl::string_view c) {
  return (c[0] & 0x0F) << 12 | (c[1] & 0x3F) << 6 | (c[2] & 0x3F);
}

std::string HalfWidth(absl::string_view character) {
  if (character.size() != 3) return std::string(character);
  const int point = CodePoint(character);
  if (point == 0x3000) return " ";
  if (point == 0x30FC) return "-";
  if (point < kFirst || point >= kFirst + kCount) return std::string(character);
  return kHalfWidth[point - kFirst];
}

}  // namespace

std::string HalfWidthKana(absl::string_view kana) {
  std::string result;
  for (size_t i = 0; i < kana.size();) {
    const int length = SequenceLength(static_cast<unsigned char>(kana[i]));
    result += HalfWidth(kana.substr(i, length));
    i += length;
  }
  return result;
}

std::string PadTo(absl::string_view text, int width) {
  size_t end = 0;
  int count = 0;
  while (end < text.size() && count < width) {
    end += SequenceLength(static_cast<unsigned char>(text[end]));
    ++count;
  }
  return std::string(text.substr(0, end)) + std::string(width - count, ' ');
}

}  // namespace sudare::example
