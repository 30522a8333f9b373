#include "policy/siv_tokenizer.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "policy/base/base64url.h"
#include "policy/base/secret_bytes.h"
#include "policy/token_cache.h"

namespace sudare {
namespace {

constexpr unsigned char kVersion = 1;
constexpr size_t kKeyIdBytes = 3;
constexpr size_t kIvBytes = 16;
constexpr size_t kIvAt = 1 + kKeyIdBytes;
constexpr size_t kCipherAt = kIvAt + kIvBytes;
constexpr size_t kBlock = 16;
constexpr size_t kMacBytes = 32;
// Values up to about 200 bytes need no memory from the heap.
constexpr size_t kStackBytes = 256;

static_assert(crypto_stream_xchacha20_KEYBYTES == kSubkeyBytes, "one size for both subkeys");
static_assert(crypto_stream_xchacha20_NONCEBYTES == kIvBytes + 8, "the nonce is IV and 8 bytes");
static_assert(crypto_generichash_KEYBYTES == kSubkeyBytes, "one size for both subkeys");

// Length, lowest byte first, then the bytes.
void AppendPart(absl::string_view part, std::string* out) {
  for (int i = 0; i < 4; ++i) out->push_back(static_cast<char>(part.size() >> (8 * i)));
  out->append(part.data(), part.size());
}

size_t PaddedSize(size_t size) { return (size / kBlock + 1) * kBlock; }

// A buffer on the stack if it is large enough, wiped at its end.
class WipedBuffer {
 public:
  explicit WipedBuffer(size_t size) : size_(size) {
    if (size > sizeof(stack_)) heap_.resize(size);
    bytes_ = size > sizeof(stack_) ? reinterpret_cast<unsigned char*>(&heap_[0]) : stack_;
  }
  ~WipedBuffer() { sodium_memzero(bytes_, size_); }
  WipedBuffer(const WipedBuffer&) = delete;
  WipedBuffer& operator=(const WipedBuffer&) = delete;
  unsigned char* bytes() { return bytes_; }

 private:
  const size_t size_;
  std::string heap_;
  unsigned char* bytes_;
  unsigned char stack_[kStackBytes];
};

class SivTokenizer final : public Tokenizer {
 public:
  SivTokenizer(const std::vector<MasterKey>& keys, uint32_t primary, const TokenScope& scope,
               absl::string_view prefix)
      : prefix_(prefix.empty() ? "" : std::string(prefix) + "_") {
    auto subkeys = SecretBytes::AllocateLockedIfPossible(keys.size() * 2 * kSubkeyBytes);
    if (!subkeys.ok()) std::abort();  // out of memory, as operator new would
    subkeys_ = *std::move(subkeys);
    for (const MasterKey& key : keys) {
      if (key.id == primary) primary_ = ids_.size();
      unsigned char* pair = subkeys_.MutableBytes() + ids_.size() * 2 * kSubkeyBytes;
      DeriveSubkey(key, "sudare token mac", scope, pair);
      DeriveSubkey(key, "sudare token encryption", scope, pair + kSubkeyBytes);
      ids_.push_back(key.id);
    }
    if (!subkeys_.MakeReadOnly().ok()) std::abort();
    mac_header_.push_back(static_cast<char>(kVersion));
    AppendPart(scope.domain, &mac_header_);
    AppendPart(prefix, &mac_header_);
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
    out->append(prefix_);
    AppendBody(value, out);
    if (may_be_cached) cache_.Put(value, hash, absl::string_view(*out).substr(start));
  }

  Value Detokenize(absl::string_view token) const override {
    std::string body;
    if (!absl::ConsumePrefix(&token, prefix_) || !DecodeBase64Url(token, &body) ||
        body.size() < kCipherAt + kBlock || (body.size() - kCipherAt) % kBlock != 0 ||
        static_cast<unsigned char>(body[0]) != kVersion) {
      return std::nullopt;
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(body.data());
    const uint32_t id =
        static_cast<uint32_t>(bytes[1]) << 16 | static_cast<uint32_t>(bytes[2]) << 8 | bytes[3];
    const auto found = std::find(ids_.begin(), ids_.end(), id);
    if (found == ids_.end()) return std::nullopt;
    return Open(found - ids_.begin(), bytes, body.size() - kCipherAt);
  }

  bool IsAuthenticated(absl::string_view) const override { return true; }

 private:
  const unsigned char* MacKey(size_t key) const {
    return subkeys_.ExposeBytes() + key * 2 * kSubkeyBytes;
  }
  const unsigned char* EncryptionKey(size_t key) const { return MacKey(key) + kSubkeyBytes; }

  // `mac_input` is the header followed by the padded value; `iv` gets kIvBytes bytes.
  void MakeIv(size_t key, const unsigned char* mac_input, size_t size, unsigned char* iv) const {
    unsigned char mac[kMacBytes];
    crypto_generichash(mac, sizeof(mac), mac_input, size, MacKey(key), kSubkeyBytes);
    std::memcpy(iv, mac, kIvBytes);
  }

  void Crypt(size_t key, const unsigned char* iv, const unsigned char* in, size_t size,
             unsigned char* out) const {
    unsigned char nonce[crypto_stream_xchacha20_NONCEBYTES];
    std::memcpy(nonce, iv, kIvBytes);
    std::memcpy(nonce + kIvBytes, "sudare01", 8);
    crypto_stream_xchacha20_xor(out, in, size, nonce, EncryptionKey(key));
  }

  void AppendBody(absl::string_view value, std::string* out) const {
    const size_t padded_size = PaddedSize(value.size());
    const size_t mac_size = mac_header_.size() + padded_size;
    // Header and padded value, then the token's bytes.
    WipedBuffer buffer(mac_size + kCipherAt + padded_size);
    unsigned char* const padded = buffer.bytes() + mac_header_.size();
    unsigned char* const body = buffer.bytes() + mac_size;
    std::memcpy(buffer.bytes(), mac_header_.data(), mac_header_.size());
    if (!value.empty()) std::memcpy(padded, value.data(), value.size());
    padded[value.size()] = 0x80;
    std::memset(padded + value.size() + 1, 0, padded_size - value.size() - 1);
    const uint32_t id = ids_[primary_];
    body[0] = kVersion;
    body[1] = static_cast<unsigned char>(id >> 16);
    body[2] = static_cast<unsigned char>(id >> 8);
    body[3] = static_cast<unsigned char>(id);
    MakeIv(primary_, buffer.bytes(), mac_size, body + kIvAt);
    Crypt(primary_, body + kIvAt, padded, padded_size, body + kCipherAt);
    AppendBase64Url(body, kCipherAt + padded_size, out);
  }

  Value Open(size_t key, const unsigned char* body, size_t padded_size) const {
    const size_t mac_size = mac_header_.size() + padded_size;
    WipedBuffer buffer(mac_size);
    unsigned char* const padded = buffer.bytes() + mac_header_.size();
    std::memcpy(buffer.bytes(), mac_header_.data(), mac_header_.size());
    Crypt(key, body + kIvAt, body + kCipherAt, padded_size, padded);
    unsigned char iv[kIvBytes];
    MakeIv(key, buffer.bytes(), mac_size, iv);
    size_t size = 0;
    if (sodium_memcmp(iv, body + kIvAt, kIvBytes) != 0 ||
        sodium_unpad(&size, padded, padded_size, kBlock) != 0) {
      return std::nullopt;
    }
    return std::string(reinterpret_cast<const char*>(padded), size);
  }

  const std::string prefix_;  // with the underscore
  std::string mac_header_;
  std::vector<uint32_t> ids_;
  size_t primary_ = 0;
  // For each id the mac subkey, then the encryption subkey.
  SecretBytes subkeys_;
  mutable TokenCache cache_;
};

}  // namespace

std::shared_ptr<const Tokenizer> MakeSivTokenizer(const std::vector<MasterKey>& keys,
                                                  uint32_t primary, const TokenScope& scope,
                                                  absl::string_view prefix) {
  return std::make_shared<SivTokenizer>(keys, primary, scope, prefix);
}

}  // namespace sudare
