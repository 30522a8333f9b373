#include "policy/token_subkey.h"

#include <sodium.h>

namespace sudare {
namespace {

void HashPart(crypto_generichash_state* state, absl::string_view part) {
  const uint64_t size = part.size();
  unsigned char length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<unsigned char>(size >> (8 * i));
  crypto_generichash_update(state, length, sizeof(length));
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(part.data()),
                            part.size());
}

}  // namespace

void DeriveSubkey(const MasterKey& key, absl::string_view label, const TokenScope& scope,
                  unsigned char* subkey) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.bytes, kMasterKeyBytes, kSubkeyBytes);
  HashPart(&state, label);
  HashPart(&state, scope.domain);
  HashPart(&state, scope.scope);
  crypto_generichash_final(&state, subkey, kSubkeyBytes);
  sodium_memzero(&state, sizeof(state));
}

}  // namespace sudare
