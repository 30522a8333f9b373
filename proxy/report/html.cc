#include "proxy/report/html.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/base/utf8.h"

namespace sudare::report {
namespace {

bool IsHarmful(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x061C ||
         c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

const char* EntityOf(char32_t c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return nullptr;
  }
}

}  // namespace

std::string Escaped(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    const char* const entity = character.valid ? EntityOf(character.code_point) : nullptr;
    if (!character.valid) {
      absl::StrAppendFormat(&out, "\\x%02x", static_cast<unsigned char>(text[0]));
    } else if (entity != nullptr) {
      out += entity;
    } else if (IsHarmful(character.code_point)) {
      absl::StrAppendFormat(&out, character.code_point < 0x100 ? "\\x%02x" : "\\u%04x",
                            static_cast<uint32_t>(character.code_point));
    } else {
      absl::StrAppend(&out, text.substr(0, character.length));
    }
    text.remove_prefix(character.length);
  }
  return out;
}

void HtmlTable::Row(const std::vector<std::string>& cells) {
  std::vector<std::string> escaped;
  for (const std::string& cell : cells) escaped.push_back(Escaped(cell));
  RawRow(escaped);
}

void HtmlTable::RawRow(const std::vector<std::string>& cells) {
  rows_ += "<tr>";
  for (size_t i = 0; i < cells.size(); ++i) {
    absl::StrAppend(&rows_, columns_[i].is_number ? "<td class=\"n\">" : "<td>", cells[i], "</td>");
  }
  rows_ += "</tr>\n";
}

std::string HtmlTable::Html() const {
  std::string out = "<table>\n<thead><tr>";
  for (const Column& column : columns_) {
    absl::StrAppend(&out,
                    column.is_number ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">",
                    Escaped(column.heading), "</th>");
  }
  absl::StrAppend(&out, "</tr></thead>\n<tbody>\n", rows_, "</tbody>\n</table>\n");
  return out;
}

}  // namespace sudare::report
