// HTML as text: escaping, and tables.
#ifndef SUDARE_PROXY_REPORT_HTML_H_
#define SUDARE_PROXY_REPORT_HTML_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::report {

// `text` as content or as a quoted attribute, whatever is in it: markup, quotes and ampersands
// become entities; control characters, characters that change the direction of writing and
// malformed bytes become "\x1b", "\u202e" and the like. Pure.
std::string Escaped(absl::string_view text);

// A table of texts.
//
// Thread-safety: one thread at a time.
class HtmlTable {
 public:
  struct Column {
    std::string heading;
    // Of numbers: aligned to the right.
    bool is_number = false;
  };

  explicit HtmlTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many texts as columns; escaped here.
  void Row(const std::vector<std::string>& cells);
  // The same with cells that are HTML already.
  void RawRow(const std::vector<std::string>& cells);
  bool empty() const { return rows_.empty(); }
  std::string Html() const;

 private:
  const std::vector<Column> columns_;
  std::string rows_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_HTML_H_
