// Strings of JSON.
#ifndef SUDARE_POLICY_BASE_JSON_STRING_H_
#define SUDARE_POLICY_BASE_JSON_STRING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Appends `text`, which must be UTF-8, as a string of JSON, quotes included.
void AppendJsonString(absl::string_view text, std::string* out);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_JSON_STRING_H_
