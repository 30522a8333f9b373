// TextMutator: texts of a language changed by whole words, so that most of them still read as the
// language. The fuzzer's own mutations by bytes seldom get past a parser.
//
// It knows no language: words are names, numbers, quoted texts and single signs, and what stands
// between parentheses belongs together. It takes words from the texts it has seen.
#ifndef SUDARE_TESTS_FUZZ_TEXT_MUTATOR_H_
#define SUDARE_TESTS_FUZZ_TEXT_MUTATOR_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::fuzz {

// Thread-safety: one thread at a time. Deterministic by the seed and the texts it was shown.
class TextMutator {
 public:
  explicit TextMutator(uint32_t seed) : random_(seed) {}

  // Takes words of `text` for later.
  void Learn(absl::string_view text);

  // `text` with a few changes, pieces of `other` among them.
  std::string Mutate(absl::string_view text, absl::string_view other);

  void Reseed(uint32_t seed) { random_.seed(seed); }

 private:
  using Words = std::vector<absl::string_view>;

  size_t Below(size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  // A word, or a group in parentheses, of `words`: where it begins and ends.
  std::pair<size_t, size_t> Piece(const Words& words);
  absl::string_view KnownWord();
  void Change(Words* words, const Words& other);

  std::mt19937 random_;
  std::vector<std::string> known_;
  size_t next_known_ = 0;
};

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_TEXT_MUTATOR_H_
