#include "policy/base/json_field.h"

#include "absl/strings/str_cat.h"
#include "policy/base/json_string.h"
#include "policy/base/utf8.h"

namespace sudare {

void AppendJsonField(absl::string_view name, absl::string_view value, std::string* out) {
  std::string clean;
  while (!value.empty()) {
    const Utf8Character character = FirstCharacter(value);
    absl::StrAppend(&clean, character.valid ? value.substr(0, character.length) : "\xEF\xBF\xBD");
    value.remove_prefix(character.length);
  }
  absl::StrAppend(out, "\"", name, "\":");
  AppendJsonString(clean, out);
}

}  // namespace sudare
