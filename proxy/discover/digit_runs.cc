#include "proxy/discover/digit_runs.h"

#include "absl/strings/str_join.h"
#include "policy/base/utf8.h"
#include "policy/transforms/scrub_characters.h"

namespace sudare::discover {
namespace {

// Characters for 0 to 9 that follow each other from `zero` on.
constexpr char32_t kZeros[] = {U'0', 0x0660, 0x06F0, 0x2080, 0xFF10, 0x1FBF0};
constexpr char32_t kKanji[] = {U'零', U'一', U'二', U'三', U'四',
                               U'五', U'六', U'七', U'八', U'九'};

// Separators between numbers rather than inside one.
bool EndsRun(char32_t c) {
  switch (c) {
    case U'\n':
    case U'\r':
    case U',':
    case U'.':
    case U'/':
    case U'_':
    case U'，':
    case U'．':
    case U'／':
    case U'＿':
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<int> DigitValueOf(char32_t c) {
  if (ScrubClassOf(c) != ScrubClass::kDigit) return std::nullopt;
  for (char32_t zero : kZeros) {
    if (c >= zero && c < zero + 10) return static_cast<int>(c - zero);
  }
  for (int i = 0; i < 10; ++i) {
    if (c == kKanji[i]) return i;
  }
  if (c == U'〇' || c == U'⓪' || c == U'⁰') return 0;
  if (c == U'¹') return 1;
  if (c == U'²' || c == U'³') return static_cast<int>(c - U'²') + 2;
  if (c >= U'⁴' && c <= U'⁹') return static_cast<int>(c - U'⁴') + 4;
  if (c >= U'①' && c <= U'⑨') return static_cast<int>(c - U'①') + 1;
  if (c >= 0x1D7CE && c <= 0x1D7FF) return static_cast<int>((c - 0x1D7CE) % 10);
  return std::nullopt;
}

std::string DigitRun::Digits() const { return absl::StrJoin(groups, ""); }

std::vector<DigitRun> FindDigitRuns(absl::string_view text) {
  std::vector<DigitRun> runs;
  bool in_run = false;
  bool in_group = false;
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    text.remove_prefix(character.length);
    const std::optional<int> digit = DigitValueOf(character.code_point);
    if (digit.has_value()) {
      if (!in_run) runs.emplace_back();
      if (!in_group) runs.back().groups.emplace_back();
      runs.back().groups.back() += static_cast<char>('0' + *digit);
      in_run = in_group = true;
      continue;
    }
    in_group = false;
    if (ScrubClassOf(character.code_point) != ScrubClass::kSeparator ||
        EndsRun(character.code_point)) {
      in_run = false;
    }
  }
  return runs;
}

std::optional<std::string> OnlyDigits(absl::string_view text) {
  for (absl::string_view rest = text; !rest.empty();) {
    const Utf8Character character = FirstCharacter(rest);
    rest.remove_prefix(character.length);
    if (ScrubClassOf(character.code_point) == ScrubClass::kOther || EndsRun(character.code_point)) {
      return std::nullopt;
    }
  }
  const std::vector<DigitRun> runs = FindDigitRuns(text);
  if (runs.size() != 1) return std::nullopt;
  return runs[0].Digits();
}

}  // namespace sudare::discover
