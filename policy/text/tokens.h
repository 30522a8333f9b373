// The tokens of a policy file and their bounds: what the text-format parser doesn't tell.
#ifndef SUDARE_POLICY_TEXT_TOKENS_H_
#define SUDARE_POLICY_TEXT_TOKENS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/text/source_text.h"

namespace sudare::text {

struct Token {
  enum class Kind { kIdentifier, kSymbol, kOther };
  size_t begin = 0;
  size_t end = 0;
  Kind kind = Kind::kOther;
};

// A stretch of the file that holds one entry of the policy: `roles { … }`.
struct TopLevelEntry {
  size_t begin = 0;
  size_t end = 0;
  // The innermost bracket still open where the next entry starts or the file ends.
  std::optional<size_t> unclosed;
};

struct Tokens {
  // In the order of the file.
  std::vector<Token> tokens;
  // Where the tokenizer complained, ascending. The parser will report it.
  std::vector<size_t> errors;
};

// Cut by protobuf's own tokenizer as the text-format parser sets it. `text` has no tabs (the
// tokenizer's columns then are bytes).
Tokens Tokenize(absl::string_view text);

// The last token that begins before `offset`; nullptr if there is none.
const Token* TokenBefore(const std::vector<Token>& tokens, size_t offset);

// Cuts the file where brackets are balanced, and wherever a line starts with the name of a
// top-level field: a missing bracket then spoils one entry and not the rest of the file. (No nested
// message has a field of such a name.)
std::vector<TopLevelEntry> TopLevelEntries(absl::string_view text,
                                           const std::vector<Token>& tokens);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_TOKENS_H_
