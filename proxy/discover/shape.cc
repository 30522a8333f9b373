#include "proxy/discover/shape.h"

#include "absl/strings/ascii.h"
#include "policy/base/utf8.h"
#include "proxy/discover/digit_runs.h"
#include "proxy/discover/script.h"

namespace sudare::discover {
namespace {

constexpr int kMaxCharacters = 24;
constexpr absl::string_view kMarks = " -/:.,@()[]{}+\"";

}  // namespace

std::string ShapeOf(absl::string_view value) {
  std::string shape;
  for (int i = 0; !value.empty(); ++i) {
    if (i == kMaxCharacters) return shape + "…";
    const Utf8Character character = FirstCharacter(value);
    const absl::string_view bytes = value.substr(0, character.length);
    value.remove_prefix(character.length);
    const char32_t c = character.code_point;
    // Kanji numerals are parts of names as often as digits.
    if (IsKanji(c)) {
      shape += "漢";
    } else if (DigitValueOf(c).has_value()) {
      shape += "N";
    } else if (c < 0x80 && absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      shape += "A";
    } else if (IsKatakana(c)) {
      shape += "カ";
    } else if (IsHiragana(c)) {
      shape += "か";
    } else if (c == U'　' || (c < 0x80 && kMarks.find(static_cast<char>(c)) != kMarks.npos)) {
      shape.append(bytes.data(), bytes.size());
    } else {
      shape += "·";
    }
  }
  return shape;
}

}  // namespace sudare::discover
