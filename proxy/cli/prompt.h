// Secrets from the keyboard or a file.
#ifndef SUDARE_PROXY_CLI_PROMPT_H_
#define SUDARE_PROXY_CLI_PROMPT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proxy/cli/console.h"

namespace sudare {

// One line of `console.in`: on a terminal after `prompt` and without echo.
// kInvalidArgument: it is empty. kOutOfRange: the input has ended.
absl::StatusOr<std::string> PromptForSecret(Console& console, absl::string_view prompt);

// The content of `file`, or if that is empty the answer to `prompt`; on a terminal with `twice`
// both answers must agree.
absl::StatusOr<std::string> SecretFrom(const std::string& file, Console& console,
                                       absl::string_view prompt, bool twice);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_PROMPT_H_
