// Kana as the banks write them.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_KANA_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_KANA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare::example {

// Full-width katakana to the half-width form of 全銀 records: voiced marks stand apart, small
// letters become large, the long vowel mark becomes "-". Other characters stay, the full-width
// space becomes a space.
std::string HalfWidthKana(absl::string_view kana);

// `text` cut or filled with spaces to `width` characters.
std::string PadTo(absl::string_view text, int width);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_KANA_H_
