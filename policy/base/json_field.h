// Fields of JSON objects.
#ifndef SUDARE_POLICY_BASE_JSON_FIELD_H_
#define SUDARE_POLICY_BASE_JSON_FIELD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Appends `"name":"value"`. Names and paths may hold bytes that are no UTF-8: each becomes U+FFFD.
void AppendJsonField(absl::string_view name, absl::string_view value, std::string* out);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_JSON_FIELD_H_
