#include "policy/log_scrubber.h"

#include <algorithm>

#include "policy/base/status_macros.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr char kCut[] = "…";

// C0, DEL, C1, and the line and paragraph separators, which some readers take for line ends.
bool BreaksLines(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const LogScrubber>> LogScrubber::Create(const Options& options) {
  if (options.replacement.find_first_of("0123456789") != std::string::npos) {
    return absl::InvalidArgumentError("a replacement with digits in it can't be told from a value");
  }
  sudare::v1::Rule rule;
  rule.mutable_scrub()->set_min_digits(options.min_digits);
  rule.mutable_scrub()->set_replacement(options.replacement);
  SUDARE_ASSIGN_OR_RETURN(auto scrub, MakeMask(rule, {SqlType::kText}));
  return std::unique_ptr<const LogScrubber>(new LogScrubber(std::move(scrub), options.max_bytes));
}

std::string LogScrubber::Scrub(absl::string_view text) const {
  // First the digits: line ends may stand between them.
  const std::string scrubbed = scrub_->Apply(&text).value_or("");
  std::string line;
  line.reserve(std::min(scrubbed.size(), max_bytes_) + sizeof(kCut));
  absl::string_view rest = scrubbed;
  while (!rest.empty()) {
    const Utf8Character character = FirstCharacter(rest);
    if (line.size() + character.length > max_bytes_) return line + kCut;
    if (character.valid && !BreaksLines(character.code_point)) {
      line.append(rest.data(), character.length);
    } else {
      line.push_back('?');
    }
    rest.remove_prefix(character.length);
  }
  return line;
}

}  // namespace sudare
