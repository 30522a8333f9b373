#include "policy/base/quoted.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr int kMaxCharacters = 80;

bool IsControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

}  // namespace

std::string Quoted(absl::string_view text) {
  std::string result = "`";
  for (int count = 0; !text.empty(); ++count) {
    if (count == kMaxCharacters) {
      absl::StrAppend(&result, "…");
      break;
    }
    const Utf8Character character = FirstCharacter(text);
    const bool plain =
        character.valid && !IsControl(character.code_point) && character.code_point != '`';
    absl::StrAppend(&result, plain ? text.substr(0, character.length) : "?");
    text.remove_prefix(character.length);
  }
  return absl::StrCat(result, "`");
}

std::string QuotedList(const std::vector<std::string>& names) {
  return absl::StrJoin(names, ", ", [](std::string* out, const std::string& name) {
    absl::StrAppend(out, Quoted(name));
  });
}

}  // namespace sudare
