#include "tests/fuzz/text_mutator.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"

namespace sudare::fuzz {
namespace {

constexpr size_t kMaxKnownWords = 4096;
constexpr size_t kMaxWords = 4000;

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80) != 0;
}

size_t WordLength(absl::string_view text) {
  const char first = text[0];
  size_t length = 1;
  if (first == '\'' || first == '"') {
    const size_t end = text.find(first, 1);
    return end == absl::string_view::npos ? 1 : end + 1;
  }
  const auto belongs = [&](char c) {
    if (IsNameCharacter(first)) return IsNameCharacter(c);
    return absl::ascii_isspace(first) && absl::ascii_isspace(c);
  };
  while (length < text.size() && belongs(text[length])) ++length;
  return length;
}

std::vector<absl::string_view> Split(absl::string_view text) {
  std::vector<absl::string_view> words;
  while (!text.empty() && words.size() < kMaxWords) {
    const size_t length = WordLength(text);
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

}  // namespace

void TextMutator::Learn(absl::string_view text) {
  for (const absl::string_view word : Split(text)) {
    if (absl::ascii_isspace(word[0]) || word.size() > 64) continue;
    if (known_.size() < kMaxKnownWords) {
      known_.emplace_back(word);
    } else {
      known_[next_known_++ % kMaxKnownWords] = std::string(word);
    }
  }
}

absl::string_view TextMutator::KnownWord() {
  return known_.empty() ? absl::string_view("(") : absl::string_view(known_[Below(known_.size())]);
}

std::pair<size_t, size_t> TextMutator::Piece(const Words& words) {
  const size_t begin = Below(words.size());
  size_t end = std::min(words.size(), begin + 1);
  if (begin < words.size() && words[begin] == "(") {
    for (int depth = 1; end < words.size() && depth > 0; ++end) {
      if (words[end] == "(") ++depth;
      if (words[end] == ")") --depth;
    }
  } else if (Below(3) == 0) {
    end = std::min(words.size(), begin + 1 + Below(12));
  }
  return {begin, end};
}

void TextMutator::Change(Words* words, const Words& other) {
  const auto [begin, end] = Piece(*words);
  const auto at = words->begin() + static_cast<ptrdiff_t>(begin);
  const auto to = words->begin() + static_cast<ptrdiff_t>(end);
  const size_t how = Below(8);
  if (how == 0) {
    words->erase(at, to);
  } else if (how == 1) {
    const Words copy(at, to);
    const size_t place = Below(words->size() + 1);
    words->insert(words->begin() + static_cast<ptrdiff_t>(place), copy.begin(), copy.end());
  } else if (how == 2) {
    words->insert(at, {" ", KnownWord(), " "});
  } else if (how == 3 && at != to) {
    *at = KnownWord();
    words->erase(at + 1, to);
  } else if (how == 4 && begin != end) {
    std::swap(*at, (*words)[Below(words->size())]);
  } else {
    // A piece of the other text in place of this one: mostly one of the same kind.
    const Words& from = how == 5 ? *words : other;
    const auto [other_begin, other_end] = Piece(from);
    const Words piece(from.begin() + static_cast<ptrdiff_t>(other_begin),
                      from.begin() + static_cast<ptrdiff_t>(other_end));
    const auto kept = words->erase(at, to);
    words->insert(kept, piece.begin(), piece.end());
  }
}

std::string TextMutator::Mutate(absl::string_view text, absl::string_view other) {
  Words words = Split(text);
  const Words other_words = Split(other);
  // Words of `known_` must not move while views of them are in use.
  const size_t changes = 1 + Below(3);
  for (size_t i = 0; i < changes; ++i) Change(&words, other_words);
  return absl::StrJoin(words, "");
}

}  // namespace sudare::fuzz
