#include "policy/person_hasher.h"

#include <sodium.h>

#include <cstring>
#include <utility>

namespace sudare {
namespace {

void Add(crypto_generichash_state* state, absl::string_view text) {
  const uint64_t size = text.size();
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(&size), sizeof(size));
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
}

}  // namespace

PersonHasher::PersonHasher(const MasterKey& key) {
  auto bytes = SecretBytes::AllocateLockedIfPossible(kSubkeyBytes);
  if (!bytes.ok()) std::abort();  // There is no memory at all.
  key_ = *std::move(bytes);
  DeriveSubkey(key, "sudare person", {"", ""}, key_.MutableBytes());
}

absl::uint128 PersonHasher::Hash(absl::string_view numbering, absl::string_view number) const {
  absl::uint128 hash;
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.ExposeBytes(), key_.size(), sizeof(hash));
  Add(&state, numbering);
  Add(&state, number);
  unsigned char bytes[sizeof(hash)];
  crypto_generichash_final(&state, bytes, sizeof(bytes));
  std::memcpy(&hash, bytes, sizeof(bytes));
  return hash;
}

}  // namespace sudare
