#include "tests/docs/markdown.h"

#include <algorithm>
#include <regex>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::testing {
namespace {

// Links in code are none.
std::string WithoutCode(absl::string_view line) {
  std::string text;
  bool code = false;
  for (const char c : line) {
    if (c == '`') code = !code;
    text.push_back(code ? '`' : c);
  }
  return text;
}

void AddLinks(absl::string_view line, int number, Document* document) {
  static const std::regex* const kLink = new std::regex(R"(\[([^\[\]]*)\]\(([^()\s]+)\))");
  const std::string text = WithoutCode(line);
  for (std::sregex_iterator found(text.begin(), text.end(), *kLink), end; found != end; ++found) {
    document->links.push_back({(*found)[1].str(), (*found)[2].str(), number});
  }
}

void AddAnchor(absl::string_view heading, Document* document) {
  const std::string anchor = AnchorOf(heading);
  std::string unique = anchor;
  for (int i = 1; !document->anchors.insert(unique).second; ++i) {
    unique = absl::StrCat(anchor, "-", i);
  }
}

void AddProse(absl::string_view line, int number, Document* document) {
  document->prose.push_back({std::string(line), number});
  if (HeadingLevel(line) > 0) AddAnchor(line, document);
  // Indented by four and not the text of a list: code. Our lists begin at the margin.
  if (!absl::StartsWith(line, "    ")) AddLinks(line, number, document);
}

}  // namespace

bool FencedBlock::Has(absl::string_view word) const {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string FencedBlock::Value(absl::string_view key) const {
  const std::string start = absl::StrCat(key, "=");
  for (const std::string& word : words) {
    if (absl::StartsWith(word, start)) return word.substr(start.size());
  }
  return "";
}

int HeadingLevel(absl::string_view line) {
  const size_t level = std::min(line.find_first_not_of('#'), line.size());
  return level < line.size() && line[level] == ' ' ? static_cast<int>(level) : 0;
}

std::string FirstCode(absl::string_view line) {
  const size_t begin = line.find('`');
  if (begin == absl::string_view::npos) return "";
  const size_t end = line.find('`', begin + 1);
  if (end == absl::string_view::npos) return "";
  return std::string(line.substr(begin + 1, end - begin - 1));
}

std::string AnchorOf(absl::string_view heading) {
  std::string anchor;
  heading = absl::StripAsciiWhitespace(heading.substr(HeadingLevel(heading)));
  for (const char c : heading) {
    // Bytes of other letters than ASCII's stay.
    const bool letter = absl::ascii_isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0;
    if (c == ' ') {
      anchor.push_back('-');
    } else if (letter || c == '-' || c == '_') {
      anchor.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

Document ParseMarkdown(absl::string_view path, absl::string_view text) {
  Document document;
  document.path = std::string(path);
  bool in_block = false;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StartsWith(line, "```")) {
      in_block = !in_block;
      if (!in_block) continue;
      FencedBlock& block = document.blocks.emplace_back();
      block.words = absl::StrSplit(line.substr(3), ' ', absl::SkipEmpty());
      block.line = number;
    } else if (in_block) {
      absl::StrAppend(&document.blocks.back().text, line, "\n");
    } else {
      AddProse(line, number, &document);
    }
  }
  return document;
}

}  // namespace sudare::testing
