#include "proxy/report/csv.h"

#include "absl/strings/match.h"
#include "policy/base/utf8.h"

namespace sudare::report {
namespace {

bool IsFormula(absl::string_view cell) {
  // Blanks before it don't keep a spreadsheet from calculating.
  const size_t start = cell.find_first_not_of(' ');
  if (start == absl::string_view::npos) return false;
  cell.remove_prefix(start);
  for (const absl::string_view sign :
       {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    if (absl::StartsWith(cell, sign)) return true;
  }
  return false;
}

void AppendCell(absl::string_view cell, std::string* out) {
  *out += '"';
  if (IsFormula(cell)) *out += '\'';
  while (!cell.empty()) {
    const Utf8Character character = FirstCharacter(cell);
    if (!character.valid || character.code_point == 0) {
      *out += "\xEF\xBF\xBD";
    } else if (character.code_point == '"') {
      *out += "\"\"";
    } else {
      out->append(cell.data(), character.length);
    }
    cell.remove_prefix(character.length);
  }
  *out += '"';
}

bool IsPlain(absl::string_view cell) {
  for (const char c : cell) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == ':';
    if (!is_plain) return false;
  }
  return true;
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty() || &cell != &cells.front()) line += ',';
    if (IsPlain(cell)) {
      line += cell;
    } else {
      AppendCell(cell, &line);
    }
  }
  return line + "\n";
}

}  // namespace sudare::report
