#include "proxy/prove/swapped_keyring.h"

#include "absl/strings/str_cat.h"
#include "policy/token.h"

namespace sudare::prove {
namespace {

class SwappedTokenizer : public Tokenizer {
 public:
  SwappedTokenizer(std::shared_ptr<const Tokenizer> base, std::shared_ptr<const Swaps> swaps)
      : base_(std::move(base)), swaps_(std::move(swaps)) {}

  std::string Tokenize(absl::string_view value) const override {
    return base_->Tokenize(Swapped(std::string(value)));
  }
  void AppendToken(absl::string_view value, std::string* out) const override {
    base_->AppendToken(Swapped(std::string(value)), out);
  }
  Value Detokenize(absl::string_view token) const override {
    Value value = base_->Detokenize(token);
    if (value.has_value()) value = Swapped(*std::move(value));
    return value;
  }
  bool IsAuthenticated(absl::string_view token) const override {
    return base_->IsAuthenticated(token);
  }

 private:
  std::string Swapped(std::string value) const {
    const auto found = swaps_->find(value);
    return found == swaps_->end() ? value : found->second;
  }

  const std::shared_ptr<const Tokenizer> base_;
  const std::shared_ptr<const Swaps> swaps_;
};

class SwappedKeyring : public Keyring {
 public:
  using SwapsByDomain = std::map<std::pair<std::string, std::string>, std::shared_ptr<const Swaps>>;

  SwappedKeyring(std::shared_ptr<const Keyring> base, SwapsByDomain swaps)
      : base_(std::move(base)), swaps_(std::move(swaps)) {}

  std::vector<KeyInfo> List() const override { return base_->List(); }
  std::shared_ptr<const Tokenizer> MakeTokenizer(const TokenScope& scope,
                                                 absl::string_view prefix) const override {
    return Swapping(scope, base_->MakeTokenizer(scope, prefix));
  }
  std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const TokenScope& scope, DigitForm form,
                                                      uint32_t key_id) const override {
    return Swapping(scope, base_->MakeDigitTokenizer(scope, form, key_id));
  }
  std::shared_ptr<const DigestKey> MakeDigestKey() const override { return base_->MakeDigestKey(); }
  std::shared_ptr<const PersonHasher> MakePersonHasher() const override {
    return base_->MakePersonHasher();
  }

 private:
  std::shared_ptr<const Tokenizer> Swapping(const TokenScope& scope,
                                            std::shared_ptr<const Tokenizer> tokenizer) const {
    const auto found = swaps_.find({scope.domain, scope.scope});
    if (found == swaps_.end() || tokenizer == nullptr) return tokenizer;
    return std::make_shared<SwappedTokenizer>(std::move(tokenizer), found->second);
  }

  const std::shared_ptr<const Keyring> base_;
  const SwapsByDomain swaps_;
};

}  // namespace

std::shared_ptr<const Keyring> MakeSwappedKeyring(
    std::shared_ptr<const Keyring> base,
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const Swaps>> swaps) {
  return std::make_shared<SwappedKeyring>(std::move(base), std::move(swaps));
}

}  // namespace sudare::prove
