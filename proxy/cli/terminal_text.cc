#include "proxy/cli/terminal_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

bool IsHarmful(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void AppendEscape(char32_t c, std::string* out) {
  switch (c) {
    case '\n':
      *out += "\\n";
      break;
    case '\r':
      *out += "\\r";
      break;
    case '\t':
      *out += "\\t";
      break;
    default:
      absl::StrAppendFormat(out, c < 0x100 ? "\\x%02x" : "\\u%04x", static_cast<uint32_t>(c));
  }
}

}  // namespace

std::string TerminalText(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (!character.valid) {
      AppendEscape(static_cast<unsigned char>(text[0]), &out);
    } else if (IsHarmful(character.code_point)) {
      AppendEscape(character.code_point, &out);
    } else {
      absl::StrAppend(&out, text.substr(0, character.length));
    }
    text.remove_prefix(character.length);
  }
  return out;
}

}  // namespace sudare
