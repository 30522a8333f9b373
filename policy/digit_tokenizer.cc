#include "policy/digit_tokenizer.h"

#include <sodium.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "policy/aes.h"
#include "policy/base/secret_bytes.h"
#include "policy/ff1.h"
#include "policy/token_cache.h"

namespace sudare {
namespace {

constexpr uint32_t kRadix = 10;

class DigitTokenizer final : public Tokenizer {
 public:
  DigitTokenizer(const MasterKey& key, const TokenScope& scope, DigitForm form,
                 std::shared_ptr<const Tokenizer> opaque)
      : form_(form), opaque_(std::move(opaque)) {
    auto subkey = SecretBytes::AllocateLockedIfPossible(kSubkeyBytes);
    if (!subkey.ok()) std::abort();  // out of memory, as operator new would
    subkey_ = *std::move(subkey);
    DeriveSubkey(key, "sudare token digits", scope, subkey_.MutableBytes());
    if (!subkey_.MakeReadOnly().ok()) std::abort();
  }

  std::string Tokenize(absl::string_view value) const override {
    std::string token;
    AppendToken(value, &token);
    return token;
  }

  void AppendToken(absl::string_view value, std::string* out) const override {
    const bool may_be_cached = value.size() < TokenCache::kMaxBytes;
    const size_t hash = may_be_cached ? TokenCache::Hash(value) : 0;
    if (may_be_cached && cache_.AppendTo(value, hash, out)) return;
    const size_t start = out->size();
    if (!AppendWalked(value, /*encrypt=*/true, out)) opaque_->AppendToken(value, out);
    if (may_be_cached) cache_.Put(value, hash, absl::string_view(*out).substr(start));
  }

  Value Detokenize(absl::string_view token) const override {
    std::string value;
    if (AppendWalked(token, /*encrypt=*/false, &value)) return value;
    Value behind = opaque_->Detokenize(token);
    // An opaque token of digits is one that another rule made, never this one.
    if (behind.has_value() && IsInSet(*behind)) return std::nullopt;
    return behind;
  }

  bool IsAuthenticated(absl::string_view token) const override { return !IsInSet(token); }

 private:
  bool IsInSet(absl::string_view text) const {
    std::string digits;
    return FindDigitSet(form_, text, &digits).has_value();
  }

  // False if `text` is in no set.
  bool AppendWalked(absl::string_view text, bool encrypt, std::string* out) const {
    std::string digits;
    const std::optional<DigitSet> set = FindDigitSet(form_, text, &digits);
    if (!set.has_value()) return false;
    auto* const numerals = reinterpret_cast<unsigned char*>(&digits[0]);
    const Aes aes(subkey_.ExposeBytes(), subkey_.size());
    Ff1 ff1(aes, kRadix, set->length, set->tweak);
    do {
      if (encrypt) {
        ff1.Encrypt(numerals);
      } else {
        ff1.Decrypt(numerals);
      }
    } while (!set->Holds(numerals));
    AppendDigits(form_, text, digits, out);
    sodium_memzero(numerals, digits.size());
    return true;
  }

  const DigitForm form_;
  const std::shared_ptr<const Tokenizer> opaque_;
  SecretBytes subkey_;
  mutable TokenCache cache_;
};

}  // namespace

std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const MasterKey& key, const TokenScope& scope,
                                                    DigitForm form,
                                                    std::shared_ptr<const Tokenizer> opaque) {
  if (!Aes::IsAvailable()) return nullptr;
  return std::make_shared<DigitTokenizer>(key, scope, form, std::move(opaque));
}

}  // namespace sudare
