#include "proxy/token/detokenizer.h"

#include <utility>

#include "absl/strings/match.h"
#include "policy/token.h"

namespace sudare {

std::optional<FoundToken> Detokenizer::Find(const Policy& policy, absl::string_view token) const {
  if (keyring_ == nullptr) return std::nullopt;
  for (TokenFamily& family : FamiliesOf(policy)) {
    // Spares the derivation of keys that can't be the token's.
    if (!absl::StartsWith(token, family.prefix)) continue;
    Value value = keyring_->MakeTokenizer(family.scope, family.prefix)->Detokenize(token);
    if (value.has_value()) return FoundToken{std::move(family), *std::move(value)};
  }
  return std::nullopt;
}

}  // namespace sudare
