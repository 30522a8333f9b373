#include "proxy/cli/json_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/base/utf8.h"

namespace sudare {

void AppendJsonText(absl::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (!character.valid) {
      *out += "\xEF\xBF\xBD";
    } else if (character.code_point == '"' || character.code_point == '\\') {
      *out += '\\';
      *out += text[0];
    } else if (character.code_point < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<uint32_t>(character.code_point));
    } else {
      absl::StrAppend(out, text.substr(0, character.length));
    }
    text.remove_prefix(character.length);
  }
  *out += '"';
}

}  // namespace sudare
