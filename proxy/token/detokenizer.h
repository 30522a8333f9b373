// Detokenizer: what a text is a token of, among all tokens that a policy makes.
#ifndef SUDARE_PROXY_TOKEN_DETOKENIZER_H_
#define SUDARE_PROXY_TOKEN_DETOKENIZER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "policy/value.h"
#include "proto/policy.pb.h"
#include "proxy/token/token_family.h"

namespace sudare {

// Lifetime: points into its policy.
struct FoundToken {
  TokenFamily family;
  std::string value;
  // Any other text of this form would have had a value, too.
  bool is_unauthenticated = false;
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
  std::optional<FoundToken> Find(const Policy& policy, const std::vector<TokenWindow>& windows,
                                 absl::string_view token) const;

  // What the token is to `account` in a column of `type` whose rule makes tokens of digits. Nothing
  // if it has no form that this rule makes, or the keyring has no such key.
  std::optional<FoundToken> FindDigits(const Account& account, const sudare::v1::Tokenize& tokenize,
                                       ColumnType type, const TokenWindow* window, uint32_t key_id,
                                       absl::string_view token) const;

 private:
  const std::shared_ptr<const Keyring> keyring_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_TOKEN_DETOKENIZER_H_
