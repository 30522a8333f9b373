#include "proxy/prove/value_change.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "policy/base/utf8.h"

namespace sudare::prove {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsAlpha(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

constexpr absl::string_view kKanji[] = {"青", "赤", "木", "水", "金", "土", "山", "川", "田", "野"};
constexpr absl::string_view kKatakana[] = {"ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ"};
constexpr absl::string_view kHiragana[] = {"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら"};
constexpr absl::string_view kWideDigits[] = {"０", "１", "２", "３", "４",
                                             "５", "６", "７", "８", "９"};

template <size_t N>
std::string OneOf(const absl::string_view (&texts)[N], Random& random) {
  return std::string(texts[random.Below(N)]);
}

std::string Another(absl::string_view character, Random& random) {
  const char first = character[0];
  if (IsDigit(first)) return std::string(1, static_cast<char>('0' + random.Below(10)));
  if (IsAlpha(first)) {
    const char base = absl::ascii_isupper(static_cast<unsigned char>(first)) ? 'A' : 'a';
    return std::string(1, static_cast<char>(base + random.Below(26)));
  }
  const char32_t code = FirstCharacter(character).code_point;
  if (code >= 0xFF10 && code <= 0xFF19) return OneOf(kWideDigits, random);
  if (code >= 0x3041 && code <= 0x3096) return OneOf(kHiragana, random);
  if (code >= 0x30A1 && code <= 0x30FA) return OneOf(kKatakana, random);
  if (code >= 0x4E00 && code <= 0x9FFF) return OneOf(kKanji, random);
  if (code >= 0x20000) return random.Percent(50) ? "𠮟" : "𩸽";
  return std::string(character);
}

// Offset and length of each character.
std::vector<std::pair<size_t, size_t>> Characters(absl::string_view text) {
  std::vector<std::pair<size_t, size_t>> characters;
  for (size_t at = 0; at < text.size();) {
    const size_t length = FirstCharacter(text.substr(at)).length;
    characters.push_back({at, length});
    at += length;
  }
  return characters;
}

std::string ChangedText(const std::string& value, Random& random) {
  const auto characters = Characters(value);
  if (characters.empty()) return value;
  const auto [at, length] = random.Pick(characters);
  std::string changed = value;
  return changed.replace(at, length, Another(absl::string_view(value).substr(at, length), random));
}

// No leading zero comes or goes.
std::string ChangedNumber(const std::string& value, Random& random) {
  std::vector<size_t> digits;
  for (size_t i = 0; i < value.size(); ++i) {
    if (IsDigit(value[i])) digits.push_back(i);
  }
  if (digits.empty()) return value;
  const size_t at = random.Pick(digits);
  std::string changed = value;
  const bool is_first = at == digits[0];
  if (is_first && value[at] == '0') return value;
  changed[at] = static_cast<char>(is_first ? '1' + random.Below(9) : '0' + random.Below(10));
  return changed;
}

std::string ChangedDate(const std::string& value, Random& random) {
  // "2024-05-17…"; years of other lengths and infinity stay.
  if (value.size() < 10 || value[4] != '-' || value[7] != '-') return value;
  std::string changed = value;
  const size_t which = random.Below(10);
  if (which < 6) {
    changed.replace(8, 2, absl::StrFormat("%02d", 1 + random.Below(28)));
  } else if (which < 8) {
    changed.replace(5, 2, absl::StrFormat("%02d", 1 + random.Below(12)));
    changed.replace(8, 2, absl::StrFormat("%02d", 1 + random.Below(28)));
  } else {
    changed.replace(0, 4, absl::StrFormat("%04d", 1930 + random.Below(90)));
    changed.replace(8, 2, absl::StrFormat("%02d", 1 + random.Below(28)));
  }
  return changed;
}

// Inside strings, keys among them, and digits of numbers.
std::string ChangedJson(const std::string& value, Random& random) {
  if (value.find('\\') != std::string::npos) return value;
  std::vector<std::pair<size_t, size_t>> places;
  bool is_string = false;
  for (const auto& [at, length] : Characters(value)) {
    if (value[at] == '"') {
      is_string = !is_string;
    } else if (is_string || (value[at] >= '1' && value[at] <= '9')) {
      places.push_back({at, length});
    }
  }
  if (places.empty()) return value;
  const auto [at, length] = random.Pick(places);
  std::string changed = value;
  const std::string other = IsDigit(value[at])
                                ? std::string(1, static_cast<char>('1' + random.Below(9)))
                                : Another(absl::string_view(value).substr(at, length), random);
  return changed.replace(at, length, other);
}

std::string ChangedHex(const std::string& value, Random& random) {
  std::vector<size_t> places;
  for (size_t i = 0; i < value.size(); ++i) {
    if (absl::ascii_isxdigit(static_cast<unsigned char>(value[i]))) places.push_back(i);
  }
  if (places.empty()) return value;
  std::string changed = value;
  changed[random.Pick(places)] = "0123456789abcdef"[random.Below(16)];
  return changed;
}

}  // namespace

std::string ChangedALittle(ColumnType type, const std::string& value, Random& random) {
  if (type.is_array) return value;
  if (IsText(type)) return ChangedText(value, random);
  if (IsNumber(type)) return ChangedNumber(value, random);
  if (IsDateLike(type)) return ChangedDate(value, random);
  switch (type.type) {
    case SqlType::kBool:
      return value == "t" ? "f" : "t";
    case SqlType::kJson:
    case SqlType::kJsonb:
      return ChangedJson(value, random);
    case SqlType::kUuid:
    case SqlType::kBytea:
      return ChangedHex(value, random);
    default:
      return value;
  }
}

}  // namespace sudare::prove
