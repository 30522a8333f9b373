// Commands shown in documents, as what a test runs and expects.
//
//   ```console
//   $ sudare keys list --file keyring
//   > echo done
//   key       made
//   00000001  …
//   done
//   ```
//
// "$ " begins a command, "> " goes on with it, the rest is what it prints. "…" stands for anything
// within a line, and alone on a line for any number of lines. A command without output shown may
// print anything. All must succeed: "|| echo failed" shows that one doesn't.
//
// A block "```textproto file=NAME" (of whatever language) is a file that is written at its place.
#ifndef SUDARE_TESTS_DOCS_CONSOLE_H_
#define SUDARE_TESTS_DOCS_CONSOLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/docs/markdown.h"

namespace sudare::testing {

struct ConsoleStep {
  // "docs/vendors_guide.md:17".
  std::string place;
  std::string command;
  // Empty: whatever it prints.
  std::string expected;

  // It ends in "&": goes on while the steps after it run, once it has printed what is shown.
  bool InBackground() const;
};

// In the order of the document. `replacements` are made in commands, files and outputs: ports of
// the documents, say, by free ones.
std::vector<ConsoleStep> StepsOf(
    const Document& document, const std::vector<std::pair<std::string, std::string>>& replacements);

// Whether `actual` is what the document shows. Blanks at the ends of lines don't count.
bool IsAsShown(absl::string_view shown, absl::string_view actual);

// A bash script that runs the steps in one shell, in the folder `work`. Step N leaves its output in
// OUT/N and its exit code in OUT/N.code; the first that fails is the last. What was started in the
// background is ended at the end.
std::string ScriptOf(const std::vector<ConsoleStep>& steps, const std::string& work,
                     const std::string& out);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DOCS_CONSOLE_H_
