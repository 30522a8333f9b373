// Tokenizer: deterministic, reversible tokens of one domain and scope. Different values have
// different tokens. Opaque tokens are authenticated, tokens of digits are not.
#ifndef SUDARE_POLICY_TOKEN_H_
#define SUDARE_POLICY_TOKEN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare {

// Thread-safety: safe to share; a small internal cache makes repeated values cheap.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  // The token of `value`. Total: any bytes, any length.
  virtual std::string Tokenize(absl::string_view value) const = 0;
  // Appends the token to `out`: the form for hot paths.
  virtual void AppendToken(absl::string_view value, std::string* out) const = 0;
  // The value, or unset if `token` is no token of this domain and scope: altered, forged or
  // foreign. Where IsAuthenticated() is false, such a token may give a value all the same.
  virtual Value Detokenize(absl::string_view token) const = 0;
  // Whether a value behind `token` is proved by the token itself. It is not for tokens of digits:
  // each run of digits reads back as something, so a token that was mistyped, made in another scope
  // or under a key that is no longer the primary one leads to a wrong value. Whoever looks up a
  // person by it must check that value against something else.
  virtual bool IsAuthenticated(absl::string_view token) const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_TOKEN_H_
