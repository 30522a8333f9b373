// CommandOutput: what a program writes, of which the end is kept, as text that can be shown and
// recorded anywhere.
#ifndef SUDARE_PROXY_COMMANDS_COMMAND_OUTPUT_H_
#define SUDARE_PROXY_COMMANDS_COMMAND_OUTPUT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Thread-safety: one thread at a time.
class CommandOutput {
 public:
  // Of the text; what went before is left out, and `…` stands for it.
  static constexpr size_t kMostBytes = 4096;

  void Add(absl::string_view bytes);

  // Well-formed UTF-8 without control characters but line breaks and tabs: those, and malformed
  // bytes, are U+FFFD.
  std::string Text() const;

 private:
  std::string tail_;
  bool is_cut_ = false;
};

// The last line that isn't blank, shortened to what fits into a message; empty: there is none.
std::string LastLine(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_PROXY_COMMANDS_COMMAND_OUTPUT_H_
