// Text that people enter about maintenance windows.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_TEXT_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_TEXT_H_

#include "absl/strings/string_view.h"

namespace sudare::windows {

// UTF-8 without control characters but line breaks and tabs: it can be shown anywhere.
bool IsPlainText(absl::string_view text);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_TEXT_H_
