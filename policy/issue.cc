#include "policy/issue.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/display_width.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

// Of a long line only the surroundings of the place are shown, in characters.
constexpr size_t kShownBefore = 80;
constexpr size_t kShownAfter = 80;

// Cuts the first `count` characters off `text` and returns them.
absl::string_view TakeCharacters(size_t count, absl::string_view* text) {
  size_t bytes = 0;
  for (; count > 0 && bytes < text->size(); --count) {
    bytes += FirstCharacter(text->substr(bytes)).length;
  }
  const absl::string_view taken = text->substr(0, bytes);
  text->remove_prefix(bytes);
  return taken;
}

// Blanks as wide as `text` on a terminal; tabs stay tabs, so that they end where those of `text`
// end.
std::string BlanksLike(absl::string_view text) {
  std::string blanks;
  while (!text.empty()) {
    const absl::string_view character = TakeCharacters(1, &text);
    if (character == "\t") {
      blanks += '\t';
    } else {
      blanks.append(DisplayWidth(character), ' ');
    }
  }
  return blanks;
}

// The source line, and below it a caret under the 1-based `column`.
std::string LineWithCaret(absl::string_view line, int column) {
  absl::string_view rest = line;
  const size_t before_caret = std::min<size_t>(column > 0 ? column - 1 : 0, CountCharacters(line));
  std::string shown;
  size_t skipped = 0;
  if (before_caret > kShownBefore) {
    skipped = before_caret - kShownBefore;
    TakeCharacters(skipped, &rest);
    shown = "…";
  }
  absl::StrAppend(&shown, TakeCharacters(before_caret - skipped, &rest));
  const std::string blanks = BlanksLike(shown);
  absl::StrAppend(&shown, TakeCharacters(kShownAfter, &rest));
  if (!rest.empty()) absl::StrAppend(&shown, "…");
  std::string result = absl::StrCat("\n  ", shown);
  if (column > 0) absl::StrAppend(&result, "\n  ", blanks, "^");
  return result;
}

}  // namespace

std::string Issue::ToString() const {
  std::string result = place.ToString();
  if (place.line > 0 && place.column > 0) absl::StrAppend(&result, ":", place.column);
  if (!result.empty()) result += ": ";
  absl::StrAppend(&result, SeverityName(severity), ": ", message);
  if (!source_line.empty()) result += LineWithCaret(source_line, place.column);
  if (!advice.empty()) absl::StrAppend(&result, "\n  ", advice);
  return result;
}

absl::string_view SeverityName(Issue::Severity severity) {
  switch (severity) {
    case Issue::Severity::kError:
      return "error";
    case Issue::Severity::kWarning:
      return "warning";
    case Issue::Severity::kNote:
      return "note";
  }
  return "error";
}

bool HasErrors(const std::vector<Issue>& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const Issue& issue) { return issue.severity == Issue::Severity::kError; });
}

}  // namespace sudare
