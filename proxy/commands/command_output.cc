#include "proxy/commands/command_output.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";
constexpr char kCut[] = "…";
constexpr size_t kMostLineCharacters = 200;

// Line breaks and tabs stay; what steers a terminal, or the direction of writing, doesn't.
bool IsPlain(const Utf8Character& one) {
  const char32_t c = one.code_point;
  if (!one.valid || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0)) return false;
  return !((c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069));
}

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

}  // namespace

void CommandOutput::Add(absl::string_view bytes) {
  tail_.append(bytes.data(), bytes.size());
  // Twice as much, so that a flood isn't moved byte by byte.
  if (tail_.size() <= 2 * kMostBytes) return;
  tail_.erase(0, tail_.size() - kMostBytes);
  is_cut_ = true;
}

std::string CommandOutput::Text() const {
  absl::string_view rest = tail_;
  bool is_cut = is_cut_;
  std::string text;
  while (!rest.empty()) {
    const Utf8Character one = FirstCharacter(rest);
    const bool is_line_end = rest.substr(0, 2) == "\r\n";
    if (IsPlain(one)) {
      absl::StrAppend(&text, rest.substr(0, one.length));
    } else if (!is_line_end) {
      text += kReplacement;
    }
    rest.remove_prefix(one.length);
  }
  constexpr size_t kRoom = kMostBytes - sizeof(kCut);
  if (text.size() > kRoom) {
    size_t start = text.size() - kRoom;
    while (start < text.size() && IsContinuation(text[start])) ++start;
    text.erase(0, start);
    is_cut = true;
  }
  return is_cut ? absl::StrCat(kCut, text) : text;
}

std::string LastLine(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  const size_t start = text.rfind('\n');
  if (start != absl::string_view::npos) text.remove_prefix(start + 1);
  text = absl::StripAsciiWhitespace(text);
  size_t length = 0;
  for (size_t i = 0; i < kMostLineCharacters && length < text.size(); ++i) {
    length += FirstCharacter(text.substr(length)).length;
  }
  return absl::StrCat(text.substr(0, length), length < text.size() ? kCut : "");
}

}  // namespace sudare
