#include "proxy/windows/window_text.h"

#include <algorithm>

#include "policy/base/utf8.h"

namespace sudare::windows {

bool IsPlainText(absl::string_view text) {
  return FindInvalidUtf8(text) == absl::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) {
           return c == 0x7f || (c < 0x20 && c != '\n' && c != '\t');
         });
}

}  // namespace sudare::windows
