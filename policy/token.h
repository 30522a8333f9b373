// Tokenizer: deterministic, reversible, authenticated tokens of one domain and scope.
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
  // foreign.
  virtual Value Detokenize(absl::string_view token) const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_TOKEN_H_
