// The text of one policy file, and how to name places in it.
#ifndef SUDARE_POLICY_TEXT_SOURCE_TEXT_H_
#define SUDARE_POLICY_TEXT_SOURCE_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/issue.h"
#include "policy/policy.h"

namespace sudare::text {

// Thread-safety: immutable.
class SourceText {
 public:
  // `text` may hold anything. A byte order mark at its start is dropped.
  SourceText(std::string file, std::string text);

  const std::string& file() const { return file_; }
  const std::string& text() const { return text_; }
  // Lines, the last without a line break too; at least 1.
  size_t line_count() const { return line_starts_.size(); }
  // The bytes of a 0-based line, without its line break.
  absl::string_view Line(size_t line) const;
  // Where a 0-based line starts.
  size_t LineStart(size_t line) const { return line_starts_[line]; }
  // The 0-based line that an offset lies in.
  size_t LineOf(size_t offset) const;

  // Line and column of an offset in bytes; columns count characters.
  SourcePlace PlaceAt(size_t offset) const;

  // An issue at an offset, with its place and source line.
  Issue IssueAt(size_t offset, std::string message, std::string advice) const;

 private:
  const std::string file_;
  const std::string text_;
  std::vector<size_t> line_starts_;
};

// A line of a policy as it may be shown: control characters and malformed bytes replaced, one
// character each, and passwords and their hashes starred out (messages end up in logs).
std::string ShownLine(absl::string_view line);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_SOURCE_TEXT_H_
