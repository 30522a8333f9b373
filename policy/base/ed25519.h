// Ed25519 signatures (RFC 8032) over OpenSSL, keys in the PEM files that `openssl genpkey
// -algorithm ed25519` and `openssl pkey -pubout` write. Private keys lie in locked memory
// (secret_bytes.h), and libsodium signs with them.
//
// Thread-safety: immutable, share freely.
#ifndef SUDARE_POLICY_BASE_ED25519_H_
#define SUDARE_POLICY_BASE_ED25519_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/base/secret_bytes.h"

typedef struct evp_pkey_st EVP_PKEY;

namespace sudare {

class Ed25519PublicKey {
 public:
  // kInvalidArgument: no PEM of an Ed25519 public key.
  static absl::StatusOr<Ed25519PublicKey> FromPem(absl::string_view pem);

  // `signature` is the 64 bytes that Sign gave.
  bool Verifies(absl::string_view message, absl::string_view signature) const;
  // The first 16 hexadecimal digits of the SHA-256 of the key (SubjectPublicKeyInfo, DER): names it
  // in messages.
  const std::string& id() const { return id_; }

 private:
  friend class Ed25519PrivateKey;
  explicit Ed25519PublicKey(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string id_;
};

class Ed25519PrivateKey {
 public:
  // `pem` is unencrypted, and its own storage the caller's to wipe. kInvalidArgument: no PEM of an
  // Ed25519 private key; the message holds nothing of it. kResourceExhausted: no locked memory.
  static absl::StatusOr<Ed25519PrivateKey> FromPem(absl::string_view pem);

  // 64 bytes. kInternal: libsodium can't sign on this machine.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;
  const Ed25519PublicKey& public_key() const { return public_key_; }

 private:
  Ed25519PrivateKey(std::shared_ptr<const SecretBytes> key, Ed25519PublicKey public_key)
      : key_(std::move(key)), public_key_(std::move(public_key)) {}

  // Seed and public key, as libsodium wants them.
  std::shared_ptr<const SecretBytes> key_;
  Ed25519PublicKey public_key_;
};

// SHA-256 in hexadecimal.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_ED25519_H_
