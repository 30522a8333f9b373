// Detokenizer: what a text is a token of, among all tokens that a policy makes.
#ifndef SUDARE_PROXY_TOKEN_DETOKENIZER_H_
#define SUDARE_PROXY_TOKEN_DETOKENIZER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "proxy/token/token_family.h"

namespace sudare {

// Lifetime: points into its policy.
struct FoundToken {
  TokenFamily family;
  std::string value;
};

// Thread-safety: immutable, share freely.
class Detokenizer {
 public:
  // Without a keyring there are no tokens.
  explicit Detokenizer(std::shared_ptr<const Keyring> keyring) : keyring_(std::move(keyring)) {}

  // Nothing if no family of the policy has this token: it was altered, forged, or made with another
  // key or under another policy, which can't be told apart. Each token opens in one family at most,
  // as domain, scope and prefix all go into its authentication. Any key of the keyring serves,
  // also one that was rotated out. Takes some 10 µs for each family with the token's prefix.
  std::optional<FoundToken> Find(const Policy& policy, absl::string_view token) const;

 private:
  const std::shared_ptr<const Keyring> keyring_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_TOKEN_DETOKENIZER_H_
