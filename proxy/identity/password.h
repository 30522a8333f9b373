// Passwords against their Argon2id lines. HashPassword() is in authenticator.h.
#ifndef SUDARE_PROXY_IDENTITY_PASSWORD_H_
#define SUDARE_PROXY_IDENTITY_PASSWORD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Longer passwords are neither made nor accepted.
constexpr size_t kMaxPasswordBytes = 1024;

// Does `password` belong to `line`, which HashPassword() or another Argon2id tool made? Takes about
// 0.1 s and 64 MiB. Thread-safety: pure function.
bool VerifyPassword(const std::string& line, absl::string_view password);

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_PASSWORD_H_
