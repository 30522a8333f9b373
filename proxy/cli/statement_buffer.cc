#include "proxy/cli/statement_buffer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sudare {
namespace {

bool IsNameByte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(u) || c == '_' || u >= 0x80;
}

// "$tag$" at the start of `text`, or empty.
absl::string_view DollarTag(absl::string_view text) {
  size_t end = 1;
  while (end < text.size() && IsNameByte(text[end])) ++end;
  const bool is_parameter =
      text.size() > 1 && absl::ascii_isdigit(static_cast<unsigned char>(text[1]));
  return end < text.size() && text[end] == '$' && !is_parameter ? text.substr(0, end + 1) : "";
}

}  // namespace

std::vector<std::string> StatementBuffer::Add(absl::string_view line) {
  std::vector<std::string> complete;
  if (!text_.empty()) text_ += '\n';
  if (inside_ == Inside::kLineComment) inside_ = Inside::kNothing;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ';' && inside_ == Inside::kNothing && skip_ == 0) {
      std::string statement(absl::StripAsciiWhitespace(text_));
      if (!statement.empty()) complete.push_back(std::move(statement));
      text_.clear();
      continue;
    }
    Scan(line[i], i + 1 < line.size() ? line[i + 1] : '\n', line.substr(i));
    text_ += line[i];
  }
  if (inside_ == Inside::kNothing && absl::StripAsciiWhitespace(text_).empty()) text_.clear();
  return complete;
}

void StatementBuffer::Scan(char c, char next, absl::string_view rest) {
  if (skip_ > 0) {
    --skip_;
    return;
  }
  switch (inside_) {
    case Inside::kQuote:
      if (c == '\'') inside_ = Inside::kNothing;
      return;
    case Inside::kIdentifier:
      if (c == '"') inside_ = Inside::kNothing;
      return;
    case Inside::kDollar:
      if (c == '$' && absl::StartsWith(rest, dollar_tag_)) {
        skip_ = dollar_tag_.size() - 1;
        inside_ = Inside::kNothing;
      }
      return;
    case Inside::kLineComment:
      return;
    case Inside::kBlockComment:
      if ((c == '/' && next == '*') || (c == '*' && next == '/')) {
        comment_depth_ += c == '/' ? 1 : -1;
        skip_ = 1;
      }
      if (comment_depth_ == 0) inside_ = Inside::kNothing;
      return;
    case Inside::kNothing:
      break;
  }
  if (c == '\'') inside_ = Inside::kQuote;
  if (c == '"') inside_ = Inside::kIdentifier;
  if (c == '-' && next == '-') inside_ = Inside::kLineComment;
  if (c == '/' && next == '*') {
    inside_ = Inside::kBlockComment;
    comment_depth_ = 1;
    skip_ = 1;
  }
  if (c == '$' && (text_.empty() || !IsNameByte(text_.back())) && !DollarTag(rest).empty()) {
    inside_ = Inside::kDollar;
    dollar_tag_ = std::string(DollarTag(rest));
    skip_ = dollar_tag_.size() - 1;
  }
}

bool StatementBuffer::IsEmpty() const { return text_.empty(); }

std::string StatementBuffer::Take() {
  const std::string text(absl::StripAsciiWhitespace(text_));
  *this = StatementBuffer();
  return text;
}

}  // namespace sudare
