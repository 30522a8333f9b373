#include "proxy/identity/credential_memory.h"

#include <sodium.h>

#include <cstdint>
#include <cstdlib>

namespace sudare {
namespace {

unsigned char* NewSecret() {
  unsigned char* secret = nullptr;
  if (sodium_init() >= 0) {
    secret = static_cast<unsigned char*>(sodium_malloc(crypto_generichash_KEYBYTES));
  }
  // Without 32 bytes of memory nothing works.
  if (secret == nullptr) abort();
  randombytes_buf(secret, crypto_generichash_KEYBYTES);
  return secret;
}

}  // namespace

CredentialMemory::CredentialMemory(absl::Duration ttl, size_t max_entries)
    : ttl_(ttl), max_entries_(max_entries), secret_(NewSecret()) {}

CredentialMemory::~CredentialMemory() { sodium_free(secret_); }

CredentialMemory::Key CredentialMemory::KeyOf(
    std::initializer_list<absl::string_view> parts) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret_, crypto_generichash_KEYBYTES, sizeof(Key));
  for (absl::string_view part : parts) {
    const uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), size);
  }
  Key key;
  crypto_generichash_final(&state, key.data(), key.size());
  // It holds blocks of the parts.
  sodium_memzero(&state, sizeof state);
  return key;
}

bool CredentialMemory::Knows(const Key& key, absl::Time now) const {
  const auto found = entries_.find(key);
  return found != entries_.end() && now < found->second + ttl_;
}

void CredentialMemory::Remember(const Key& key, absl::Time now) {
  entries_[key] = now;
  order_.emplace_back(key, now);
  while (!order_.empty() && (order_.size() > max_entries_ || order_.front().second + ttl_ <= now)) {
    const auto found = entries_.find(order_.front().first);
    if (found != entries_.end() && found->second == order_.front().second) entries_.erase(found);
    order_.pop_front();
  }
}

}  // namespace sudare
