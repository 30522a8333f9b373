#include "tests/differential/permuted_keyring.h"

#include <utility>
#include <vector>

#include "policy/token.h"

namespace sudare::testing {
namespace {

std::string Through(const Renamed& names, absl::string_view value) {
  const auto found = names.find(std::string(value));
  return found == names.end() ? std::string(value) : found->second;
}

class PermutedTokenizer : public Tokenizer {
 public:
  PermutedTokenizer(std::shared_ptr<const Tokenizer> tokenizer, const Renamed& renamed)
      : tokenizer_(std::move(tokenizer)), is_(renamed) {
    for (const auto& [was, is] : renamed) was_[is] = was;
  }

  std::string Tokenize(absl::string_view value) const override {
    return tokenizer_->Tokenize(Through(was_, value));
  }
  void AppendToken(absl::string_view value, std::string* out) const override {
    tokenizer_->AppendToken(Through(was_, value), out);
  }
  Value Detokenize(absl::string_view token) const override {
    const Value was = tokenizer_->Detokenize(token);
    return was.has_value() ? Value(Through(is_, *was)) : Value();
  }
  bool IsAuthenticated(absl::string_view token) const override {
    return tokenizer_->IsAuthenticated(token);
  }

 private:
  const std::shared_ptr<const Tokenizer> tokenizer_;
  const Renamed is_;
  Renamed was_;
};

class PermutedKeyring : public Keyring {
 public:
  PermutedKeyring(std::shared_ptr<const Keyring> keyring, std::map<std::string, Renamed> renamed)
      : keyring_(std::move(keyring)), renamed_(std::move(renamed)) {}

  std::vector<KeyInfo> List() const override { return keyring_->List(); }

  std::shared_ptr<const Tokenizer> MakeTokenizer(const TokenScope& scope,
                                                 absl::string_view prefix) const override {
    return Permuted(scope, keyring_->MakeTokenizer(scope, prefix));
  }
  std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const TokenScope& scope, DigitForm form,
                                                      uint32_t key_id) const override {
    return Permuted(scope, keyring_->MakeDigitTokenizer(scope, form, key_id));
  }
  std::shared_ptr<const DigestKey> MakeDigestKey() const override {
    return keyring_->MakeDigestKey();
  }
  std::shared_ptr<const PersonHasher> MakePersonHasher() const override {
    return keyring_->MakePersonHasher();
  }

 private:
  std::shared_ptr<const Tokenizer> Permuted(const TokenScope& scope,
                                            std::shared_ptr<const Tokenizer> tokenizer) const {
    const auto found = renamed_.find(scope.domain);
    if (found == renamed_.end() || tokenizer == nullptr) return tokenizer;
    return std::make_shared<PermutedTokenizer>(std::move(tokenizer), found->second);
  }

  const std::shared_ptr<const Keyring> keyring_;
  const std::map<std::string, Renamed> renamed_;
};

}  // namespace

std::shared_ptr<const Keyring> MakePermutedKeyring(std::shared_ptr<const Keyring> keyring,
                                                   std::map<std::string, Renamed> renamed) {
  return std::make_shared<PermutedKeyring>(std::move(keyring), std::move(renamed));
}

}  // namespace sudare::testing
