#include "proxy/report/clipped.h"

#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"

namespace sudare::report {

std::string Clipped(absl::string_view text, size_t characters) {
  absl::string_view rest = text;
  for (size_t count = 0; count < characters && !rest.empty(); ++count) {
    rest.remove_prefix(FirstCharacter(rest).length);
  }
  if (rest.empty()) return std::string(text);
  return absl::StrCat(text.substr(0, text.size() - rest.size()), "…");
}

}  // namespace sudare::report
