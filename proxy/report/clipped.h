// Text cut to a length that a page bears.
#ifndef SUDARE_PROXY_REPORT_CLIPPED_H_
#define SUDARE_PROXY_REPORT_CLIPPED_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare::report {

// At most `characters` characters of UTF-8 text, and "…" if there were more.
std::string Clipped(absl::string_view text, size_t characters);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_CLIPPED_H_
