// Markdown as the project's documents write it: headings, fenced blocks, links, tables.
#ifndef SUDARE_TESTS_DOCS_MARKDOWN_H_
#define SUDARE_TESTS_DOCS_MARKDOWN_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::testing {

// A block between fences. "```textproto role mistake" has the words "textproto", "role", "mistake".
struct FencedBlock {
  std::vector<std::string> words;
  // With a line break at its end.
  std::string text;
  // 1-based line of the opening fence.
  int line = 0;

  bool Is(absl::string_view language) const { return !words.empty() && words[0] == language; }
  bool Has(absl::string_view word) const;
  // Of "file=sudare.textproto" the part after "="; empty if there is none.
  std::string Value(absl::string_view key) const;
};

struct Link {
  std::string text;
  std::string target;
  int line = 0;
};

// A line that stands in no fenced block.
struct ProseLine {
  std::string text;
  int line = 0;
};

struct Document {
  // From the root of the repository.
  std::string path;
  std::vector<ProseLine> prose;
  std::vector<FencedBlock> blocks;
  std::vector<Link> links;
  // What GitHub makes of the headings: "#what-it-promises".
  std::set<std::string> anchors;
};

Document ParseMarkdown(absl::string_view path, absl::string_view text);

// "## What it promises, and against whom" is `what-it-promises-and-against-whom`.
std::string AnchorOf(absl::string_view heading);

// The level of a heading; 0 if the line is none.
int HeadingLevel(absl::string_view line);

// The first text between backticks; empty if there is none.
std::string FirstCode(absl::string_view line);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DOCS_MARKDOWN_H_
