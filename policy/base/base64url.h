// URL-safe base64 without padding (RFC 4648, section 5), canonical only: one text for each byte
// string.
//
// Not constant-time: for public bytes such as tokens, never for keys.
#ifndef SUDARE_POLICY_BASE_BASE64URL_H_
#define SUDARE_POLICY_BASE_BASE64URL_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Appends the text of `size` bytes to `out`.
void AppendBase64Url(const unsigned char* bytes, size_t size, std::string* out);

// false, and `out` is unspecified, if `text` isn't what AppendBase64Url makes of any bytes: other
// characters, padding, an impossible length, or unused bits that aren't zero.
bool DecodeBase64Url(absl::string_view text, std::string* out);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_BASE64URL_H_
