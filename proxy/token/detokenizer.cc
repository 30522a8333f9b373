#include "proxy/token/detokenizer.h"

#include <utility>

#include "absl/strings/match.h"
#include "policy/column_tokenizer.h"
#include "policy/token.h"

namespace sudare {

std::optional<FoundToken> Detokenizer::Find(const Policy& policy,
                                            const std::vector<TokenWindow>& windows,
                                            absl::string_view token) const {
  if (keyring_ == nullptr) return std::nullopt;
  for (TokenFamily& family : FamiliesOf(policy, windows)) {
    // Spares the derivation of keys that can't be the token's.
    if (!absl::StartsWith(token, family.prefix)) continue;
    Value value = keyring_->MakeTokenizer(family.scope, family.prefix)->Detokenize(token);
    if (value.has_value()) return FoundToken{std::move(family), *std::move(value)};
  }
  return std::nullopt;
}

std::optional<FoundToken> Detokenizer::FindDigits(const Account& account,
                                                  const sudare::v1::Tokenize& tokenize,
                                                  ColumnType type, const TokenWindow* window,
                                                  uint32_t key_id, absl::string_view token) const {
  if (keyring_ == nullptr) return std::nullopt;
  const auto tokenizer = MakeColumnTokenizer(*keyring_, account, tokenize, type,
                                             window == nullptr ? nullptr : &window->work, key_id);
  if (tokenizer == nullptr) return std::nullopt;
  Value value = tokenizer->Detokenize(token);
  if (!value.has_value()) return std::nullopt;
  const bool by_account = tokenize.scope() == sudare::v1::Tokenize::ACCOUNT;
  FoundToken found{FamilyOf(tokenize, *account.role, by_account ? &account : nullptr, window),
                   *std::move(value)};
  // What is no number has an opaque token, which is authenticated.
  found.is_unauthenticated =
      !keyring_->MakeTokenizer(found.family.scope, "")->Detokenize(token).has_value();
  return found;
}

}  // namespace sudare
