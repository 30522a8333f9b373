#include "policy/text/tokens.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <string>

#include "proto/policy.pb.h"

namespace sudare::text {
namespace {

using google::protobuf::io::Tokenizer;

// Keeps where errors are, not which.
class ErrorOffsets final : public google::protobuf::io::ErrorCollector {
 public:
  ErrorOffsets(const std::vector<size_t>& line_starts, std::vector<size_t>* offsets)
      : line_starts_(line_starts), offsets_(offsets) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string&) override {
    offsets_->push_back(line_starts_[line] + column);
  }

 private:
  const std::vector<size_t>& line_starts_;
  std::vector<size_t>* offsets_;
};

Token::Kind KindOf(Tokenizer::TokenType type) {
  if (type == Tokenizer::TYPE_IDENTIFIER) return Token::Kind::kIdentifier;
  return type == Tokenizer::TYPE_SYMBOL ? Token::Kind::kSymbol : Token::Kind::kOther;
}

bool IsTopLevelName(absl::string_view name) {
  return v1::Policy::descriptor()->FindFieldByName(std::string(name)) != nullptr;
}

bool StartsItsLine(absl::string_view text, size_t offset) {
  while (offset > 0 && (text[offset - 1] == ' ' || text[offset - 1] == '\t')) --offset;
  return offset == 0 || text[offset - 1] == '\n';
}

}  // namespace

Tokens Tokenize(absl::string_view text) {
  std::vector<size_t> line_starts = {0};
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts.push_back(i + 1);
  }
  Tokens result;
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  ErrorOffsets errors(line_starts, &result.errors);
  Tokenizer tokenizer(&input, &errors);
  tokenizer.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
  tokenizer.set_allow_f_after_float(true);
  while (tokenizer.Next()) {
    const Tokenizer::Token& token = tokenizer.current();
    const size_t begin = line_starts[token.line] + token.column;
    result.tokens.push_back({begin, begin + token.text.size(), KindOf(token.type)});
  }
  return result;
}

const Token* TokenBefore(const std::vector<Token>& tokens, size_t offset) {
  const auto after =
      std::lower_bound(tokens.begin(), tokens.end(), offset,
                       [](const Token& token, size_t value) { return token.begin < value; });
  return after == tokens.begin() ? nullptr : &*(after - 1);
}

std::vector<TopLevelEntry> TopLevelEntries(absl::string_view text,
                                           const std::vector<Token>& tokens) {
  std::vector<TopLevelEntry> entries;
  std::vector<size_t> open;
  // Whether the current entry has had its brackets: what follows is the next one.
  bool complete = true;
  for (const Token& token : tokens) {
    const absl::string_view word = text.substr(token.begin, token.end - token.begin);
    const bool starts_entry = token.kind == Token::Kind::kIdentifier && IsTopLevelName(word) &&
                              StartsItsLine(text, token.begin);
    if ((complete && word != "," && word != ";") || starts_entry || entries.empty()) {
      if (!open.empty()) entries.back().unclosed = open.back();
      open.clear();
      entries.push_back({token.begin, token.end, std::nullopt});
      complete = false;
    }
    entries.back().end = token.end;
    if (token.kind != Token::Kind::kSymbol) continue;
    if (word == "{" || word == "<" || word == "[") open.push_back(token.begin);
    if (word != "}" && word != ">" && word != "]") continue;
    if (!open.empty()) open.pop_back();
    complete = open.empty();
  }
  if (!open.empty()) entries.back().unclosed = open.back();
  return entries;
}

}  // namespace sudare::text
