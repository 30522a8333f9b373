#include "proxy/identity/password.h"

#include <sodium.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/identity/authenticator.h"

namespace sudare {

// libsodium's "interactive" cost: Argon2id v1.3, 2 passes over 64 MiB. "Moderate" takes 256 MiB,
// which a few log-ins at once would make a way to exhaust the proxy's memory; guessing is slowed by
// the throttle besides.
absl::StatusOr<std::string> HashPassword(absl::string_view password) {
  if (password.empty()) return absl::InvalidArgumentError("the password is empty");
  if (password.size() > kMaxPasswordBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the password is longer than ", kMaxPasswordBytes, " bytes"));
  }
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  char line[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(line, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return absl::ResourceExhaustedError("hashing a password takes 64 MiB of memory: free some");
  }
  return std::string(line);
}

bool VerifyPassword(const std::string& line, absl::string_view password) {
  if (password.size() > kMaxPasswordBytes || !absl::StartsWith(line, "$argon2id$")) return false;
  return crypto_pwhash_str_verify(line.c_str(), password.data(), password.size()) == 0;
}

}  // namespace sudare
