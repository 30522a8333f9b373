// Reading JSON text (RFC 8259) in place, exactly as PostgreSQL's json type accepts it.
//
// Nothing here recurses over the document, so depth costs no stack.
#ifndef SUDARE_POLICY_TRANSFORMS_JSON_TEXT_H_
#define SUDARE_POLICY_TRANSFORMS_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

// Whether `text` is one JSON document, white space around it allowed.
bool IsJson(absl::string_view text);

// Whether some string or key of the document holds an escape that PostgreSQL can't turn into text:
// \u0000, or half of a surrogate pair. REQUIRES: IsJson(text).
bool HasUnusableEscape(absl::string_view text);

// One member of an object: both are slices of the document, without white space around them.
struct JsonMember {
  // With quotes and escapes.
  absl::string_view key;
  absl::string_view value;
};

// The document without white space around it. REQUIRES, here and below: part of what IsJson
// accepted.
absl::string_view TrimJson(absl::string_view text);

// Members of an object in their order; REQUIRES: value[0] == '{'.
std::vector<JsonMember> JsonMembers(absl::string_view value);

// Elements of an array; REQUIRES: value[0] == '['.
std::vector<absl::string_view> JsonElements(absl::string_view value);

// The characters of a string: "\"a\\u00e9\"" is "aé". REQUIRES: no unusable escape in it.
std::string UnescapeJsonString(absl::string_view quoted);

// `text` as a JSON string, as PostgreSQL prints one.
std::string QuoteJsonString(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_JSON_TEXT_H_
