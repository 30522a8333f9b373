// Text as JSON.
#ifndef SUDARE_PROXY_CLI_JSON_TEXT_H_
#define SUDARE_PROXY_CLI_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Appends `text` as a string of RFC 8259, quotes included; malformed bytes become U+FFFD.
void AppendJsonText(absl::string_view text, std::string* out);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_JSON_TEXT_H_
