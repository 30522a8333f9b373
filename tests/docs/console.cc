#include "tests/docs/console.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::testing {
namespace {

constexpr absl::string_view kAnything = "…";
// No line of a document.
constexpr absl::string_view kEnd = "end_of_what_the_document_shows";

std::vector<absl::string_view> Lines(absl::string_view text) {
  return absl::StrSplit(absl::StripTrailingAsciiWhitespace(text), '\n');
}

bool LineIsAsShown(absl::string_view shown, absl::string_view actual) {
  shown = absl::StripTrailingAsciiWhitespace(shown);
  actual = absl::StripTrailingAsciiWhitespace(actual);
  const std::vector<absl::string_view> parts = absl::StrSplit(shown, kAnything);
  if (parts.size() == 1) return shown == actual;
  if (!absl::ConsumePrefix(&actual, parts.front())) return false;
  if (!absl::ConsumeSuffix(&actual, parts.back())) return false;
  for (size_t i = 1; i + 1 < parts.size(); ++i) {
    const size_t at = actual.find(parts[i]);
    if (at == absl::string_view::npos) return false;
    actual.remove_prefix(at + parts[i].size());
  }
  return true;
}

bool LinesAreAsShown(const std::vector<absl::string_view>& shown, size_t i,
                     const std::vector<absl::string_view>& actual, size_t j) {
  if (i == shown.size()) return j == actual.size();
  if (absl::StripAsciiWhitespace(shown[i]) == kAnything) {
    for (; j <= actual.size(); ++j) {
      if (LinesAreAsShown(shown, i + 1, actual, j)) return true;
    }
    return false;
  }
  return j < actual.size() && LineIsAsShown(shown[i], actual[j]) &&
         LinesAreAsShown(shown, i + 1, actual, j + 1);
}

void AddConsole(const Document& document, const FencedBlock& block,
                std::vector<ConsoleStep>* steps) {
  int number = block.line;
  bool in_command = false;
  for (const absl::string_view line : Lines(block.text)) {
    ++number;
    if (absl::StartsWith(line, "$ ")) {
      steps->push_back({absl::StrCat(document.path, ":", number), std::string(line.substr(2)), ""});
      in_command = true;
    } else if (in_command && (absl::StartsWith(line, "> ") || line == ">")) {
      absl::StrAppend(&steps->back().command, "\n", line == ">" ? "" : line.substr(2));
    } else {
      in_command = false;
      absl::StrAppend(&steps->back().expected, line, "\n");
    }
  }
}

void AddFile(const Document& document, const FencedBlock& block, std::vector<ConsoleStep>* steps) {
  const std::string file = block.Value("file");
  steps->push_back({absl::StrCat(document.path, ":", block.line),
                    absl::StrCat("mkdir -p \"$(dirname ", file, ")\" && cat >", file, " <<'", kEnd,
                                 "'\n", block.text, kEnd),
                    ""});
}

}  // namespace

bool ConsoleStep::InBackground() const {
  return absl::EndsWith(absl::StripTrailingAsciiWhitespace(command), "&");
}

std::vector<ConsoleStep> StepsOf(
    const Document& document,
    const std::vector<std::pair<std::string, std::string>>& replacements) {
  std::vector<ConsoleStep> steps;
  for (const FencedBlock& block : document.blocks) {
    if (!block.Value("file").empty()) {
      AddFile(document, block, &steps);
    } else if (block.Is("console")) {
      AddConsole(document, block, &steps);
    }
  }
  for (ConsoleStep& step : steps) {
    absl::StrReplaceAll(replacements, &step.command);
    absl::StrReplaceAll(replacements, &step.expected);
  }
  return steps;
}

bool IsAsShown(absl::string_view shown, absl::string_view actual) {
  return LinesAreAsShown(Lines(shown), 0, Lines(actual), 0);
}

std::string ScriptOf(const std::vector<ConsoleStep>& steps, const std::string& work,
                     const std::string& out) {
  std::string script = absl::StrCat(
      "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n", "cd ", work, " || exit 1\n", "out=", out,
      "\n",
      // Called for a step in the background: until it has printed the end of what is shown.
      "printed() {\n  for _ in $(seq 600); do\n",
      "    grep -qF -- \"$2\" \"$out/$1\" && return 0\n    sleep 0.1\n  done\n  return 1\n", "}\n");
  for (size_t i = 0; i < steps.size(); ++i) {
    absl::StrAppend(&script, "read -r -d '' step <<'", kEnd, "_of_step'\n", steps[i].command, "\n",
                    kEnd, "_of_step\n", "eval \"$step\" >\"$out/", i, "\" 2>&1 </dev/null\n",
                    "code=$?\n");
    if (steps[i].InBackground()) {
      const std::vector<absl::string_view> shown = Lines(steps[i].expected);
      const std::vector<absl::string_view> parts = absl::StrSplit(shown.back(), kAnything);
      absl::StrAppend(&script, "read -r -d '' shown <<'", kEnd, "'\n", parts.back(), "\n", kEnd,
                      "\nprinted ", i, " \"$shown\" || code=124\n");
    }
    absl::StrAppend(&script, "echo $code >\"$out/", i, ".code\"\n[ $code = 0 ] || exit 0\n");
  }
  return script;
}

}  // namespace sudare::testing
