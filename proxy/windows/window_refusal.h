// Refusals around maintenance windows: staff of the city and the vendor's people read them, so they
// are in English and Japanese.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_REFUSAL_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_REFUSAL_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sudare::windows {

struct BothLanguages {
  absl::string_view english;
  absl::string_view japanese;
};

// A Status with an ErrorDetail (proxy/error.h); message and advice read "English / 日本語".
absl::Status Refuse(absl::StatusCode code, absl::string_view reason, const BothLanguages& message,
                    const BothLanguages& advice);

// kNotFound.
absl::Status UnknownWindow(absl::string_view id);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_REFUSAL_H_
