// Text that is safe to print on a terminal.
#ifndef SUDARE_PROXY_CLI_TERMINAL_TEXT_H_
#define SUDARE_PROXY_CLI_TERMINAL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Control characters, characters that change the direction of writing, and malformed bytes become
// `\n`, `\t`, `\x1b`,
// `\u202e`: a value can neither move the cursor nor disguise itself.
std::string TerminalText(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_TERMINAL_TEXT_H_
