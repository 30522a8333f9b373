// Opaque tokens by a synthetic initialisation vector (SIV), from libsodium's primitives only.
//
//   token   = [prefix "_"] base64url(version, key id, IV, ciphertext)
//   IV      = first 16 bytes of BLAKE2b-256 keyed with the mac subkey, over version, domain,
//   prefix, padded value cipher  = padded value XOR XChaCha20(encryption subkey, nonce = IV,
//   "sudare01") padded  = value, 0x80, zeros up to a multiple of 16 bytes (ISO/IEC 7816-4), which
//   hides the length subkey  = BLAKE2b-256 keyed with the master key, over label, domain, scope,
//   each after its length
//
// The composition is SIV's (Rogaway and Shrimpton, "Deterministic authenticated-encryption", 2006):
// equal values give equal tokens and nothing else about the values shows; a token that was altered
// gives another IV than it carries. Byte layout in docs/masks.md.
#ifndef SUDARE_POLICY_SIV_TOKENIZER_H_
#define SUDARE_POLICY_SIV_TOKENIZER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/token.h"
#include "policy/token_scope.h"
#include "policy/token_subkey.h"

namespace sudare {

// Key ids have three bytes in a token: with 16 bytes of IV and one of version no bit of the base64
// is left over.
constexpr uint32_t kMaxKeyId = 0xFFFFFF;

// `keys` must hold `primary`; nothing of it is borrowed. REQUIRES: InitSodium() was called.
std::shared_ptr<const Tokenizer> MakeSivTokenizer(const std::vector<MasterKey>& keys,
                                                  uint32_t primary, const TokenScope& scope,
                                                  absl::string_view prefix);

}  // namespace sudare

#endif  // SUDARE_POLICY_SIV_TOKENIZER_H_
