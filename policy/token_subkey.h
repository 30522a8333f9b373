// Master keys by reference, and the subkeys that tokens are made with: BLAKE2b-256, keyed with the
// master key, over a label, domain and scope, each after its length.
#ifndef SUDARE_POLICY_TOKEN_SUBKEY_H_
#define SUDARE_POLICY_TOKEN_SUBKEY_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "policy/token_scope.h"

namespace sudare {

constexpr size_t kMasterKeyBytes = 32;
constexpr size_t kSubkeyBytes = 32;

// A master key by reference: kMasterKeyBytes bytes.
struct MasterKey {
  uint32_t id = 0;
  const unsigned char* bytes = nullptr;
};

// `subkey` gets kSubkeyBytes bytes. `label` tells what the subkey is for: no two uses share one.
// REQUIRES: InitSodium() was called.
void DeriveSubkey(const MasterKey& key, absl::string_view label, const TokenScope& scope,
                  unsigned char* subkey);

}  // namespace sudare

#endif  // SUDARE_POLICY_TOKEN_SUBKEY_H_
