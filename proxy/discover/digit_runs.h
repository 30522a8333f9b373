// Digits in text, in every spelling: full-width, circled, kanji, spaced, hyphenated.
#ifndef SUDARE_PROXY_DISCOVER_DIGIT_RUNS_H_
#define SUDARE_PROXY_DISCOVER_DIGIT_RUNS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::discover {

// 0 to 9 for whatever scrub takes for a digit (docs/masks.md); unset for other characters.
std::optional<int> DigitValueOf(char32_t code_point);

// Groups of digits that only white space, hyphens and characters that show nothing part from each
// other. Commas, points, slashes and line breaks end a run: they separate numbers, not parts of
// one.
struct DigitRun {
  // In ASCII.
  std::vector<std::string> groups;

  std::string Digits() const;
};

std::vector<DigitRun> FindDigitRuns(absl::string_view text);

// The digits of a text that is one run and nothing else; unset for any other text.
std::optional<std::string> OnlyDigits(absl::string_view text);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_DIGIT_RUNS_H_
