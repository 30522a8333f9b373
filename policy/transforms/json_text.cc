#include "policy/transforms/json_text.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void SkipBlanks(absl::string_view* text) {
  while (!text->empty() && IsBlank(text->front())) text->remove_prefix(1);
}

bool SkipDigits(absl::string_view* text) {
  const size_t before = text->size();
  while (!text->empty() && absl::ascii_isdigit(text->front())) text->remove_prefix(1);
  return text->size() < before;
}

bool SkipNumber(absl::string_view* text) {
  absl::ConsumePrefix(text, "-");
  if (!absl::ConsumePrefix(text, "0") && !SkipDigits(text)) return false;
  if (absl::ConsumePrefix(text, ".") && !SkipDigits(text)) return false;
  if (absl::ConsumePrefix(text, "e") || absl::ConsumePrefix(text, "E")) {
    if (!absl::ConsumePrefix(text, "+")) absl::ConsumePrefix(text, "-");
    if (!SkipDigits(text)) return false;
  }
  return true;
}

// The four digits after \u; the caller has seen that they are there.
char32_t HexValue(absl::string_view digits) {
  char32_t value = 0;
  for (const char c : digits.substr(0, 4)) {
    value = value * 16 + (absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10);
  }
  return value;
}

// An escape after its backslash.
bool SkipEscape(absl::string_view* text) {
  if (text->empty()) return false;
  const char c = text->front();
  text->remove_prefix(1);
  if (c != 'u') return absl::string_view("\"\\/bfnrt").find(c) != absl::string_view::npos;
  if (text->size() < 4) return false;
  for (int i = 0; i < 4; ++i) {
    if (!absl::ascii_isxdigit((*text)[i])) return false;
  }
  text->remove_prefix(4);
  return true;
}

bool SkipString(absl::string_view* text) {
  if (!absl::ConsumePrefix(text, "\"")) return false;
  while (!text->empty()) {
    const unsigned char c = static_cast<unsigned char>(text->front());
    text->remove_prefix(1);
    if (c == '"') return true;
    if (c < 0x20) return false;
    if (c == '\\' && !SkipEscape(text)) return false;
  }
  return false;
}

// A value that holds no others.
bool SkipScalar(absl::string_view* text) {
  if (text->empty()) return false;
  if (text->front() == '"') return SkipString(text);
  return absl::ConsumePrefix(text, "true") || absl::ConsumePrefix(text, "false") ||
         absl::ConsumePrefix(text, "null") || SkipNumber(text);
}

// "key" and the colon.
bool SkipKey(absl::string_view* text) {
  SkipBlanks(text);
  if (!SkipString(text)) return false;
  SkipBlanks(text);
  return absl::ConsumePrefix(text, ":");
}

// After a value: closes what ends here and stands before the next value, or at the end with nothing
// left open.
bool SkipToNextValue(std::vector<bool>* open_objects, absl::string_view* text) {
  while (!open_objects->empty()) {
    SkipBlanks(text);
    if (absl::ConsumePrefix(text, ",")) return !open_objects->back() || SkipKey(text);
    if (!absl::ConsumePrefix(text, open_objects->back() ? "}" : "]")) return false;
    open_objects->pop_back();
  }
  return true;
}

// Takes one value of any depth off the start of `text`; false if there is none.
bool SkipValue(absl::string_view* text) {
  // What is open around this place: true for an object, false for an array.
  std::vector<bool> open_objects;
  do {
    SkipBlanks(text);
    const bool object = absl::ConsumePrefix(text, "{");
    if (object || absl::ConsumePrefix(text, "[")) {
      open_objects.push_back(object);
      SkipBlanks(text);
      const bool empty = !text->empty() && text->front() == (object ? '}' : ']');
      if (!empty) {
        if (object && !SkipKey(text)) return false;
        continue;
      }
    } else if (!SkipScalar(text)) {
      return false;
    }
    if (!SkipToNextValue(&open_objects, text)) return false;
  } while (!open_objects.empty());
  return true;
}

// Takes one value and the blanks around it; returns it without them.
absl::string_view TakeValue(absl::string_view* text) {
  SkipBlanks(text);
  const absl::string_view start = *text;
  SkipValue(text);
  const absl::string_view value = start.substr(0, start.size() - text->size());
  SkipBlanks(text);
  return value;
}

bool IsHighSurrogate(char32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool IsLowSurrogate(char32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }

void AppendUtf8(char32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  const int rest = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  const int first_mark = rest == 1 ? 0xC0 : rest == 2 ? 0xE0 : 0xF0;
  out->push_back(static_cast<char>(first_mark | c >> (6 * rest)));
  for (int i = rest - 1; i >= 0; --i) {
    out->push_back(static_cast<char>(0x80 | (c >> (6 * i) & 0x3F)));
  }
}

char PlainEscape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

}  // namespace

bool IsJson(absl::string_view text) {
  if (!SkipValue(&text)) return false;
  SkipBlanks(&text);
  return text.empty();
}

bool HasUnusableEscape(absl::string_view text) {
  // Backslashes occur in strings only.
  size_t at = 0;
  while ((at = text.find('\\', at)) != absl::string_view::npos) {
    if (text[at + 1] != 'u') {
      at += 2;
      continue;
    }
    const char32_t c = HexValue(text.substr(at + 2));
    at += 6;
    if (c == 0 || IsLowSurrogate(c)) return true;
    if (!IsHighSurrogate(c)) continue;
    if (text.substr(at, 2) != "\\u" || !IsLowSurrogate(HexValue(text.substr(at + 2)))) return true;
    at += 6;
  }
  return false;
}

absl::string_view TrimJson(absl::string_view text) { return TakeValue(&text); }

std::vector<JsonMember> JsonMembers(absl::string_view value) {
  std::vector<JsonMember> members;
  value.remove_prefix(1);
  SkipBlanks(&value);
  while (!value.empty() && value.front() == '"') {
    JsonMember member;
    member.key = TakeValue(&value);
    value.remove_prefix(1);  // the colon
    member.value = TakeValue(&value);
    members.push_back(member);
    absl::ConsumePrefix(&value, ",");
    SkipBlanks(&value);
  }
  return members;
}

std::vector<absl::string_view> JsonElements(absl::string_view value) {
  std::vector<absl::string_view> elements;
  value.remove_prefix(1);
  SkipBlanks(&value);
  while (!value.empty() && value.front() != ']') {
    elements.push_back(TakeValue(&value));
    absl::ConsumePrefix(&value, ",");
  }
  return elements;
}

std::string UnescapeJsonString(absl::string_view quoted) {
  std::string text;
  quoted = quoted.substr(1, quoted.size() - 2);
  for (size_t at = 0; at < quoted.size(); ++at) {
    if (quoted[at] != '\\') {
      text.push_back(quoted[at]);
      continue;
    }
    const char escape = quoted[++at];
    if (escape != 'u') {
      text.push_back(PlainEscape(escape));
      continue;
    }
    char32_t c = HexValue(quoted.substr(at + 1));
    at += 4;
    if (IsHighSurrogate(c)) {
      c = 0x10000 + ((c - 0xD800) << 10) + (HexValue(quoted.substr(at + 3)) - 0xDC00);
      at += 6;
    }
    AppendUtf8(c, &text);
  }
  return text;
}

std::string QuoteJsonString(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const size_t plain = absl::string_view("\"\\\b\f\n\r\t").find(c);
    if (plain != absl::string_view::npos) {
      absl::StrAppend(&quoted, "\\", absl::string_view("\"\\bfnrt").substr(plain, 1));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&quoted, "\\u%04x", static_cast<unsigned>(c));
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

}  // namespace sudare
